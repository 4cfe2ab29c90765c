import { compactVerify, createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet } from 'jose';
import { z } from 'zod';

import type { Credential } from '../auth/credential.ts';
import { isTrustworthyUrl, type Endpoints } from '../auth/endpoints.ts';
import type { IdTokenClaims } from '../auth/id-token-claims.ts';
import { Listeners } from '../listeners.ts';
import type { HttpClient, Log, Now } from '../ports.ts';
import { notVerified, type Evidence } from './restriction-verdict.ts';

export interface WorkspaceEvidenceParts {
  readonly http: HttpClient;
  readonly endpoints: Pick<Endpoints, 'issuer'>;
  readonly now: Now;
  readonly log: Log;
}

const discovery = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

// Asymmetric only: with HS256 a public key would do for signing.
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];

const secondMs = 1000;

/** Keys are fetched again after this time, or when one is asked for that is not among them. */
export const keysFreshForMs = 60 * 60 * secondMs;
/** An issuer that answered, and lacks a key, is not asked again before this time. */
export const keysRetryAfterMs = 60 * secondMs;
const timeoutMs = 5 * secondMs;

/** Waits of the first and of later tries after failures; they double in between. */
const firstRetryMs = 5 * secondMs;
const maxRetryMs = {
  /** Trying costs nobody anything, and the network may be back any moment. */
  unreached: 15 * secondMs,
  /** Somebody answers, and has nothing to say yet. */
  answered: 60 * secondMs,
} as const;

/**
 * OWNER of what is known about the signatures of ID tokens: which tokens the published
 * keys of the issuer have verified, and these keys. Kept in memory only, for a file of
 * keys that the user can write would prove nothing. Requests carry nothing about the
 * account. Keys that were fetched once stay in use while the issuer cannot be reached.
 *
 * The expiry of an ID token is not looked at: it is a proof of what was issued, and it
 * ends long before the sign-in does.
 *
 * Source: OpenID Connect Discovery 1.0 section 4, RFC 7517.
 */
export class WorkspaceEvidence {
  readonly #parts: WorkspaceEvidenceParts;
  readonly #listeners = new Listeners();
  /** The latest ID token that was verified, or not, and what that came to. */
  #known: { readonly idToken: string; readonly evidence: Evidence } | null = null;
  /** Whose verified sign-in that is; null where it is not verified. */
  #verified: IdTokenClaims | null = null;
  /** The latest ID token that anybody asked about. */
  #latest: string | null = null;
  #keys: JSONWebKeySet | null = null;
  #askedAt: number | null = null;
  #fetchedAt: number | null = null;
  /** What came of the latest tries to fetch them, where they failed. */
  #setback: {
    readonly reason: string;
    readonly isReached: boolean;
    readonly count: number;
  } | null = null;
  #fetching: Promise<void> | null = null;

  constructor(parts: WorkspaceEvidenceParts) {
    this.#parts = parts;
  }

  /**
   * What is known so far; it asks nobody. While a new ID token for the same person in the
   * same workspace is being verified, such as after a refresh, what the one before was
   * found to be stands: a check that is about to end must not hide the account meanwhile.
   */
  get(credential: Credential): Evidence {
    if (credential.kind !== 'chatgpt') return notVerified;
    const { idToken, claims } = credential.tokens;
    if (this.#known?.idToken === idToken) return this.#known.evidence;
    const isSuccessor = this.#latest === idToken && isSamePerson(this.#verified, claims);
    return isSuccessor ? { kind: 'verified' } : notVerified;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Verifies the ID token of a credential, fetching keys where that is due. It never rejects.
   *
   * @param patienceMs for how long each request may take, in milliseconds.
   */
  async look(credential: Credential, patienceMs = timeoutMs): Promise<Evidence> {
    if (credential.kind !== 'chatgpt') return notVerified;
    const { idToken, claims } = credential.tokens;
    // A signature does not become wrong again, and keys are withdrawn after some time.
    if (this.#known?.idToken === idToken && this.#known.evidence.kind === 'verified') {
      return this.#known.evidence;
    }
    this.#latest = idToken;
    const before = this.get(credential);
    const evidence = await this.#verify(idToken, patienceMs);
    // Another token has come meanwhile, and this one is of no more use.
    if (this.#latest !== idToken) return evidence;
    this.#known = { idToken, evidence };
    this.#verified = evidence.kind === 'verified' ? claims : null;
    if (evidence.kind !== before.kind || messageOf(evidence) !== messageOf(before)) this.#tell();
    return evidence;
  }

  /**
   * The issuer may be asked again at once, whatever came of it before: a person asked,
   * or the machine woke up.
   */
  hurry(): void {
    this.#askedAt = null;
    this.#setback = null;
  }

  /** When keys that could not be fetched may be asked for again; milliseconds since the epoch. */
  retryAt(): number {
    return this.#askedAt === null ? this.#parts.now() : this.#askedAt + this.#restMs();
  }

  async #verify(idToken: string, patienceMs: number): Promise<Evidence> {
    const { issuer } = this.#parts.endpoints;
    if (issuerOf(idToken) !== issuer) {
      return readOnly(`its ID token does not name ${issuer} as its issuer`);
    }
    await this.#refreshKeys({ afterMs: keysFreshForMs, patienceMs });
    let found = await this.#verifyWithKeys(idToken);
    if (found === 'noKey') {
      await this.#refreshKeys({ afterMs: keysRetryAfterMs, patienceMs });
      found = await this.#verifyWithKeys(idToken);
      // It may have been published since the keys were fetched that are at hand.
      if (found === 'noKey' && this.#setback !== null) found = 'noKeys';
    }
    switch (found) {
      case 'verified':
        return { kind: 'verified' };
      case 'noKeys':
        return {
          kind: 'pending',
          message: `the keys of ${issuer} could not be fetched (${this.#setback?.reason ?? 'not yet'})`,
        };
      case 'noKey':
        return readOnly(`the key of its ID token is not among those that ${issuer} publishes`);
      case 'wrong':
        return readOnly('the signature of its ID token is wrong');
      case 'strange':
        return readOnly('its ID token is not signed in a way that can be verified');
    }
  }

  async #verifyWithKeys(idToken: string): Promise<Check> {
    if (this.#keys === null) return 'noKeys';
    try {
      await compactVerify(idToken, createLocalJWKSet(this.#keys), { algorithms });
      return 'verified';
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return 'noKey';
      return error instanceof errors.JWSSignatureVerificationFailed ? 'wrong' : 'strange';
    }
  }

  #refreshKeys(when: { readonly afterMs: number; readonly patienceMs: number }): Promise<void> {
    const { afterMs, patienceMs } = when;
    const now = this.#parts.now();
    const isDue = (at: number | null, ms: number): boolean => at === null || now - at >= ms;
    if (!isDue(this.#fetchedAt, afterMs) || !isDue(this.#askedAt, this.#restMs())) {
      return this.#fetching ?? Promise.resolve();
    }
    this.#askedAt = now;
    this.#fetching ??= this.#fetch(patienceMs).finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  /** For how long the issuer is left alone after it was asked. */
  #restMs(): number {
    if (this.#setback === null) return keysRetryAfterMs;
    const { isReached, count } = this.#setback;
    const maxMs = isReached ? maxRetryMs.answered : maxRetryMs.unreached;
    return Math.min(firstRetryMs * 2 ** Math.min(count - 1, 10), maxMs);
  }

  async #fetch(patienceMs: number): Promise<void> {
    const { endpoints, now, log } = this.#parts;
    try {
      const found = await this.#read(
        `${endpoints.issuer}/.well-known/openid-configuration`,
        discovery,
        patienceMs,
      );
      if (found.issuer.replace(/\/+$/, '') !== endpoints.issuer) {
        throw new KeySetProblem('its metadata names another issuer');
      }
      if (!isTrustworthyUrl(found.jwks_uri)) {
        throw new KeySetProblem('its metadata names no safe address');
      }
      this.#keys = await this.#read(found.jwks_uri, keySet, patienceMs);
      this.#fetchedAt = now();
      this.#setback = null;
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'unknown reason';
      const isReached = error instanceof KeySetProblem;
      this.#setback = { reason, isReached, count: (this.#setback?.count ?? 0) + 1 };
      log.warn('key-set-not-fetched', { reason });
    }
  }

  /** @throws {HttpError | KeySetProblem} */
  async #read<T>(url: string, schema: z.ZodType<T>, patienceMs: number): Promise<T> {
    const request = { method: 'GET', url, timeoutMs: patienceMs } as const;
    const { status, body } = await this.#parts.http(request);
    if (status !== 200) throw new KeySetProblem(`it answered with status ${status}`);
    const parsed = schema.safeParse(jsonOf(body));
    if (!parsed.success) throw new KeySetProblem('its answer cannot be understood');
    return parsed.data;
  }

  #tell(): void {
    this.#listeners.tell();
  }
}

type Check = 'verified' | 'noKeys' | 'noKey' | 'wrong' | 'strange';

class KeySetProblem extends Error {}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An ID token without these claims proves nobody to be the same. */
function isSamePerson(verified: IdTokenClaims | null, claims: IdTokenClaims): boolean {
  return (
    verified !== null &&
    verified.workspaceId !== null &&
    verified.userId !== null &&
    verified.workspaceId === claims.workspaceId &&
    verified.userId === claims.userId
  );
}

/** `iss` without a trailing slash; null where there is none that can be read. */
function issuerOf(idToken: string): string | null {
  try {
    return decodeJwt(idToken).iss?.replace(/\/+$/, '') ?? null;
  } catch {
    return null;
  }
}

function readOnly(message: string): Evidence {
  return { kind: 'readOnly', message };
}

function messageOf(evidence: Evidence): string {
  return evidence.kind === 'verified' ? '' : evidence.message;
}
