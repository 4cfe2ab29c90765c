import { compactVerify, createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet } from 'jose';
import * as z from 'zod/mini';

import { evidenceTexts as texts } from '../../shared/texts/workspace-evidence.ts';
import type { TokenData } from '../auth/auth-record.ts';
import type { Credential } from '../auth/credential.ts';
import { isTrustworthyUrl } from '../auth/endpoints.ts';
import { effectiveIdentityOf, knownId } from '../auth/effective-identity.ts';
import { parseJson } from '../base/json.ts';
import { Listeners } from '../base/listeners.ts';
import type { HttpClient, Log, Now } from '../ports.ts';
import { notVerified, type Evidence } from './verdict.ts';

export interface WorkspaceEvidenceParts {
  readonly http: HttpClient;
  /** Without a trailing slash. The person whom a rule binds must not choose it. */
  readonly issuer: () => string;
  readonly now: Now;
  readonly log: Log;
}

const discovery = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

// Asymmetric only: with HS256 a public key would do for signing.
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/** Keys are fetched again after this time, or when a token names an unknown one. */
export const keysFreshForMs = 60 * 60_000;
/** An issuer that answered, and lacks a key, is not asked again before this time. */
export const keysRetryAfterMs = 60_000;
const timeoutMs = 5_000;

const firstRetryMs = 5_000;
const maxRetryMs = {
  unreached: 15_000,
  answered: 60_000,
} as const;

/**
 * Verifies the signature of the ID token, and of the access token where that decides the
 * workspace, by the published keys of the issuer. Kept in memory only, since a file that the user
 * can write proves nothing. Expiry does not count: an ID token proves what was issued.
 * Source: OpenID Connect Discovery 1.0 section 4, RFC 7517.
 */
export class WorkspaceEvidence {
  readonly #parts: WorkspaceEvidenceParts;
  readonly #listeners = new Listeners();
  #known: { readonly proof: string; readonly evidence: Evidence } | null = null;
  #verified: string | null = null;
  #latest: string | null = null;
  #issuer: string | null = null;
  #keys: JSONWebKeySet | null = null;
  #askedAt: number | null = null;
  #fetchedAt: number | null = null;
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
   * What is known so far, without a request. While a new ID token of the same person and workspace
   * is being verified, as after a refresh, the finding on the one before it holds.
   */
  get(credential: Credential): Evidence {
    if (credential.kind !== 'chatgpt' || this.#isOfOtherIssuer()) return notVerified();
    const { id, subject } = proofOf(credential.tokens);
    if (this.#known?.proof === id) return this.#known.evidence;
    const isSuccessor = this.#latest === id && subject !== null && this.#verified === subject;
    return isSuccessor ? { kind: 'verified' } : notVerified();
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Verifies the tokens of a credential, each request within `patienceMs`. It never rejects. */
  async look(credential: Credential, patienceMs = timeoutMs): Promise<Evidence> {
    if (credential.kind !== 'chatgpt') return notVerified();
    this.#takeIssuer();
    const { id, tokens, subject } = proofOf(credential.tokens);
    // A signature does not become wrong again, and keys are withdrawn after some time.
    if (this.#known?.proof === id && this.#known.evidence.kind === 'verified') {
      return this.#known.evidence;
    }
    this.#latest = id;
    const before = this.get(credential);
    const evidence = await this.#verifyAll(tokens, patienceMs);
    // A newer sign-in was asked about meanwhile.
    if (this.#latest !== id || this.#isOfOtherIssuer()) return evidence;
    this.#known = { proof: id, evidence };
    this.#verified = evidence.kind === 'verified' ? subject : null;
    if (JSON.stringify(evidence) !== JSON.stringify(before)) this.#listeners.tell();
    return evidence;
  }

  /** Keys of one issuer prove nothing about tokens of another. */
  #takeIssuer(): void {
    if (!this.#isOfOtherIssuer()) return;
    this.#issuer = this.#parts.issuer();
    this.#known = null;
    this.#verified = null;
    this.#keys = null;
    this.#fetchedAt = null;
    this.#fetching = null;
    this.hurry();
  }

  #isOfOtherIssuer(): boolean {
    return this.#issuer !== this.#parts.issuer();
  }

  /** Lets the issuer be asked again at once: a person asked, or the machine woke up. */
  hurry(): void {
    this.#askedAt = null;
    this.#setback = null;
  }

  /** When the keys may be asked for again, in milliseconds since the epoch. */
  retryAt(): number {
    return this.#askedAt === null ? this.#parts.now() : this.#askedAt + this.#restMs();
  }

  async #verifyAll(tokens: readonly NamedToken[], patienceMs: number): Promise<Evidence> {
    for (const token of tokens) {
      const evidence = await this.#verify(token, patienceMs);
      if (evidence.kind !== 'verified') return evidence;
    }
    return { kind: 'verified' };
  }

  async #verify({ name, token }: NamedToken, patienceMs: number): Promise<Evidence> {
    const issuer = this.#parts.issuer();
    if (issuerOf(token) !== issuer) {
      return readOnly(texts[name].otherIssuer({ issuer }));
    }
    await this.#refreshKeys({ afterMs: keysFreshForMs, patienceMs });
    let found = await this.#verifyWithKeys(token);
    if (found === 'noKey') {
      await this.#refreshKeys({ afterMs: keysRetryAfterMs, patienceMs });
      found = await this.#verifyWithKeys(token);
      // It may have been published since the keys were fetched.
      if (found === 'noKey' && this.#setback !== null) found = 'noKeys';
    }
    switch (found) {
      case 'verified':
        return { kind: 'verified' };
      case 'noKeys': {
        const reason = this.#setback?.reason ?? texts.keys.notYet();
        return { kind: 'pending', message: texts.noKeys({ issuer, reason }) };
      }
      case 'noKey':
        return readOnly(texts[name].noKey({ issuer }));
      case 'wrong':
        return readOnly(texts[name].wrong());
      case 'unverifiable':
        return readOnly(texts[name].unverifiable());
    }
  }

  async #verifyWithKeys(token: string): Promise<Check> {
    if (this.#keys === null) return 'noKeys';
    try {
      await compactVerify(token, createLocalJWKSet(this.#keys), { algorithms });
      return 'verified';
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return 'noKey';
      return error instanceof errors.JWSSignatureVerificationFailed ? 'wrong' : 'unverifiable';
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

  #restMs(): number {
    if (this.#setback === null) return keysRetryAfterMs;
    const { isReached, count } = this.#setback;
    const maxMs = isReached ? maxRetryMs.answered : maxRetryMs.unreached;
    return Math.min(firstRetryMs * 2 ** Math.min(count - 1, 10), maxMs);
  }

  async #fetch(patienceMs: number): Promise<void> {
    const { now, log } = this.#parts;
    const issuer = this.#parts.issuer();
    try {
      const metadata = `${issuer}/.well-known/openid-configuration`;
      const found = await this.#read(metadata, discovery, patienceMs);
      if (found.issuer.replace(/\/+$/, '') !== issuer) {
        throw new KeySetProblem(texts.keys.otherIssuer());
      }
      if (!isTrustworthyUrl(found.jwks_uri)) {
        throw new KeySetProblem(texts.keys.unsafe());
      }
      const keys = await this.#read(found.jwks_uri, keySet, patienceMs);
      if (this.#parts.issuer() !== issuer) return;
      this.#keys = keys;
      this.#fetchedAt = now();
      this.#setback = null;
    } catch (error) {
      const reason =
        error instanceof Error ? error.message.replace(/\.$/, '') : texts.keys.unknownReason();
      const isReached = error instanceof KeySetProblem;
      this.#setback = { reason, isReached, count: (this.#setback?.count ?? 0) + 1 };
      log.warn('key-set-not-fetched', { reason });
    }
  }

  /** @throws {HttpError | KeySetProblem} */
  async #read<T>(url: string, schema: z.ZodMiniType<T>, patienceMs: number): Promise<T> {
    const request = { method: 'GET', url, timeoutMs: patienceMs } as const;
    const { status, body } = await this.#parts.http(request);
    if (status !== 200) throw new KeySetProblem(texts.keys.status({ status }));
    const parsed = schema.safeParse(parseJson(body));
    if (!parsed.success) throw new KeySetProblem(texts.keys.unknownAnswer());
    return parsed.data;
  }
}

type Check = 'verified' | 'noKeys' | 'noKey' | 'wrong' | 'unverifiable';

class KeySetProblem extends Error {}

interface NamedToken {
  readonly name: 'idToken' | 'accessToken';
  readonly token: string;
}

function proofOf(tokens: TokenData): {
  readonly id: string;
  readonly tokens: readonly NamedToken[];
  /** The person in a workspace; null where claims are missing, which prove nobody the same. */
  readonly subject: string | null;
} {
  const { workspaceId, decidedBy } = effectiveIdentityOf(tokens);
  const subject = [knownId(workspaceId), knownId(tokens.claims.userId)];
  const named: NamedToken[] = [{ name: 'idToken', token: tokens.idToken }];
  if (decidedBy === 'accessToken') named.push({ name: 'accessToken', token: tokens.accessToken });
  return {
    id: named.map(({ token }) => token).join('\n'),
    tokens: named,
    subject: subject.includes(null) ? null : JSON.stringify(subject),
  };
}

function issuerOf(token: string): string | null {
  try {
    return decodeJwt(token).iss?.replace(/\/+$/, '') ?? null;
  } catch {
    return null;
  }
}

function readOnly(message: string): Evidence {
  return { kind: 'readOnly', message };
}
