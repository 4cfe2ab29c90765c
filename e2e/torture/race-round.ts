import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { digestOf, type RaceEnd, type Racer } from '../fixtures/racers.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import {
  isAccepted,
  refreshRequestsSince,
  type RefreshRequests,
} from '../fixtures/refresh-requests.ts';

/** Where the racers meet. */
export interface Course {
  readonly issuer: EmbeddedIssuer;
  readonly racers: readonly Racer[];
  read(): Promise<Record<string, unknown> | null>;
  write(record: Record<string, unknown>): Promise<void>;
}

export interface Round {
  readonly requests: RefreshRequests;
  readonly ends: readonly RaceEnd[];
  /** From the word to refresh until the last has answered. */
  readonly wallMs: number;
  /** SHA-256 of the access token that is stored afterwards, and until when it is good. */
  readonly stored: { readonly tokenDigest: string; readonly expiresAt: number };
  /** Whether the member that no program knows is still in the record. */
  readonly keptUnknownMember: boolean;
  /** Whether the stored refresh token can be redeemed. */
  readonly isUsable: boolean;
}

const storedSchema = z.looseObject({
  tokens: z.looseObject({ access_token: z.string(), refresh_token: z.string() }),
});

/**
 * One round: a new sign-in is stored, every process takes it over, and then all are told
 * to refresh at once.
 *
 * @param latencyMs how long the issuer keeps its answers back, from the first request on.
 */
export async function runRound(course: Course, latencyMs: number): Promise<Round> {
  const { issuer, racers } = course;
  const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 3600 });
  await course.write({ ...record, from_the_future: { keep: [1, 2] } });
  const before = issuer.requests.length;
  const { tokenDigest } = storedOf(record);
  for (const end of await Promise.all(racers.map((racer) => racer.load()))) {
    if (end.tokenDigest !== tokenDigest) throw new Error(`not loaded: ${end.state}`);
  }
  if (issuer.requests.length > before) throw new Error('somebody asked before the race');

  const stopDelaying = delayAnswers(issuer, latencyMs);
  const startedAt = performance.now();
  const ends = await Promise.all(racers.map((racer) => racer.refresh()));
  const wallMs = performance.now() - startedAt;
  stopDelaying();
  const requests = refreshRequestsSince(issuer, before);
  const saved = storedSchema.parse(await course.read());
  return {
    requests,
    ends,
    wallMs,
    stored: storedOf(saved),
    keptUnknownMember:
      JSON.stringify(saved['from_the_future']) === JSON.stringify({ keep: [1, 2] }),
    isUsable: await isAccepted(issuer, saved.tokens.refresh_token),
  };
}

function storedOf(record: unknown): Round['stored'] {
  const { access_token } = storedSchema.parse(record).tokens;
  const payload = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString();
  const { exp } = z.object({ exp: z.number() }).parse(JSON.parse(payload));
  return { tokenDigest: digestOf(access_token), expiresAt: exp * 1000 };
}

/** A server far away: tokens are spent on arrival, and answers come later. */
function delayAnswers(issuer: EmbeddedIssuer, latencyMs: number): () => void {
  if (latencyMs === 0) return () => undefined;
  const hanging = issuer.fail({
    endpoint: 'token',
    grant: 'refresh_token',
    kind: 'hang',
    takesEffect: 'on-arrival',
    times: 1_000,
  });
  void hanging.reached.then(() => delay(latencyMs)).then(() => hanging.release());
  return () => hanging.release();
}

/** The answers of a server that is near, and of one that is not, in turn. */
export function latencyOfRound(round: number): number {
  return round % 2 === 0 ? 0 : 100;
}
