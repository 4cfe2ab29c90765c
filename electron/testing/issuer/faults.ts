import { decodeJwt } from 'jose';
import type { IssuerAccount } from './accounts.ts';
import { codexClientId } from './client.ts';
import { jsonReply } from './http-exchange.ts';
import type { Reply } from './http-exchange.ts';
import type { EndpointName, GrantName } from './request-log.ts';
import type { TokenMint } from './token-mint.ts';

export type IdTokenFlaw =
  'malformed' | 'foreign-key' | 'wrong-issuer' | 'wrong-audience' | 'expired';

/** What goes wrong. "Takes effect" = codes are used up and refresh tokens rotate all the same. */
export type FaultKind =
  /** Answers without doing anything. An object is sent as JSON, text as it stands. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A proxy's page instead of an answer; nothing takes effect. Status 200 unless given. */
  | { readonly kind: 'html'; readonly status?: number }
  /** The connection breaks before or after the request took effect. */
  | { readonly kind: 'connection-reset'; readonly when: 'before' | 'after' }
  /** No answer until `release()`; the request takes effect on arrival or on release. */
  | { readonly kind: 'hang'; readonly takesEffect: 'on-arrival' | 'on-release' }
  /** The first half of the answer, complete as far as HTTP knows. Takes effect. */
  | { readonly kind: 'truncated-json' }
  /** Tokens that belong to someone else; the refresh token is the right one. Takes effect. */
  | { readonly kind: 'another-account'; readonly account: IssuerAccount }
  /** The answer lacks these members. Takes effect. */
  | { readonly kind: 'without-members'; readonly members: readonly string[] }
  /** The answer's `id_token` must not be believed. Takes effect. */
  | { readonly kind: 'bad-id-token'; readonly flaw: IdTokenFlaw };

export type Fault = FaultKind & {
  readonly endpoint: EndpointName;
  /** Only requests of this grant; any unless given. */
  readonly grant?: GrantName;
  /** How many requests it hits; 1 unless given. */
  readonly times?: number;
};

export interface ScriptedFault {
  /** Resolves when the first request has arrived and met the fault. */
  readonly reached: Promise<void>;
  /** Lets hanging requests go on, and hits no further ones. */
  readonly release: () => void;
}

export interface ArmedFault {
  readonly fault: Fault;
  readonly released: Promise<void>;
}

export interface FaultQueue {
  add(fault: Fault): ScriptedFault;
  /** The oldest fault for such a request, counted as used. */
  take(endpoint: EndpointName, grant: GrantName | undefined): ArmedFault | undefined;
  releaseAll(): void;
}

interface QueuedFault extends ArmedFault {
  remaining: number;
  markReached(): void;
  release(): void;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

export function createFaultQueue(): FaultQueue {
  const queue: QueuedFault[] = [];
  return {
    add(fault) {
      const times = fault.times ?? 1;
      if (!Number.isInteger(times) || times < 1) throw new RangeError('times must be 1 or more');
      const reached = deferred();
      const released = deferred();
      const queued: QueuedFault = {
        fault,
        remaining: times,
        released: released.promise,
        markReached: reached.resolve,
        release() {
          queued.remaining = 0;
          released.resolve();
        },
      };
      queue.push(queued);
      return { reached: reached.promise, release: () => queued.release() };
    },
    take(endpoint, grant) {
      const queued = queue.find(
        ({ fault, remaining }) =>
          remaining > 0 &&
          fault.endpoint === endpoint &&
          (fault.grant === undefined || fault.grant === grant),
      );
      if (queued === undefined) return undefined;
      queued.remaining -= 1;
      queued.markReached();
      return queued;
    },
    releaseAll() {
      for (const queued of queue) queued.release();
    },
  };
}

function statusReply(fault: Extract<FaultKind, { kind: 'status' }>): Reply {
  const isText = typeof fault.body === 'string' || fault.body === undefined;
  const contentType = fault.contentType ?? (isText ? 'text/plain' : 'application/json');
  return {
    status: fault.status,
    headers: { 'content-type': contentType, ...fault.headers },
    body: typeof fault.body === 'string' ? fault.body : (JSON.stringify(fault.body) ?? ''),
  };
}

function htmlReply(status: number): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html><title>Proxy</title><h1>Please sign in to the network</h1>',
  };
}

/** The same claims with exactly one thing wrong. */
async function flawedIdToken(idToken: string, flaw: IdTokenFlaw, mint: TokenMint): Promise<string> {
  const claims = decodeJwt(idToken);
  switch (flaw) {
    case 'malformed':
      return 'not-a-jwt';
    case 'foreign-key':
      return mint.signIdToken(claims, 'foreign');
    case 'wrong-issuer':
      return mint.signIdToken({ ...claims, iss: 'https://issuer.example.com' });
    case 'wrong-audience':
      return mint.signIdToken({ ...claims, aud: ['app_another_client'] });
    case 'expired':
      return mint.signIdToken({ ...claims, iat: 1, auth_time: 1, exp: 3601 });
  }
}

/** Only a successful answer has members that can be spoilt. */
async function withMembers(
  reply: Reply,
  change: (members: Record<string, unknown>) => Promise<Record<string, unknown>>,
): Promise<Reply> {
  if (reply.status !== 200) return reply;
  const members = JSON.parse(reply.body) as Record<string, unknown>;
  return jsonReply(reply.status, await change(members));
}

/**
 * Plays a fault around `takeEffect`, which does what the request asks for.
 *
 * @returns the answer to send, or that the connection is to be broken instead.
 */
export async function playFault(
  { fault, released }: ArmedFault,
  takeEffect: () => Promise<Reply>,
  mint: TokenMint,
): Promise<Reply | 'connection-reset'> {
  switch (fault.kind) {
    case 'status':
      return statusReply(fault);
    case 'html':
      return htmlReply(fault.status ?? 200);
    case 'connection-reset':
      if (fault.when === 'after') await takeEffect();
      return 'connection-reset';
    case 'hang': {
      const early = fault.takesEffect === 'on-arrival' ? await takeEffect() : undefined;
      await released;
      return early ?? takeEffect();
    }
    case 'truncated-json': {
      const reply = await takeEffect();
      return { ...reply, body: reply.body.slice(0, reply.body.length / 2) };
    }
    case 'another-account': {
      const { account } = fault;
      return withMembers(await takeEffect(), async (members) => {
        const minted = await mint.mint({
          account,
          clientId: codexClientId,
          scope: 'openid profile email',
          familyId: 'another-account',
        });
        return { ...members, id_token: minted.idToken, access_token: minted.accessToken };
      });
    }
    case 'without-members':
      return withMembers(await takeEffect(), (members) =>
        Promise.resolve(
          Object.fromEntries(
            Object.entries(members).filter(([name]) => !fault.members.includes(name)),
          ),
        ),
      );
    case 'bad-id-token':
      return withMembers(await takeEffect(), async (members) => ({
        ...members,
        id_token: await flawedIdToken(String(members['id_token']), fault.flaw, mint),
      }));
  }
}
