import { lstat, readdir, readFile, utimes } from 'node:fs/promises';
import path from 'node:path';

import { expect } from 'vitest';

import { refreshTexts } from '../../../shared/texts/refreshing.ts';
import { fileLockOf } from '../../adapters/file-lock.ts';
import type { JsonObject } from '../../auth/auth-record.ts';
import type { RefreshOutcome } from '../../auth/token-refresh.ts';
import type { CodexHome } from '../codex-home.ts';
import { coreInTest } from '../core-in-test.ts';
import type { EmbeddedIssuer } from '../issuer/embedded-issuer.ts';
import { endpointsAt } from '../session-in-test.ts';

/** What a killed program has left behind, and what became of the sign-in. */
export interface Aftermath {
  /** Whether auth.json is byte for byte what it was before, or a new record. */
  readonly record: 'old' | 'new';
  /**
   * Lost is a sign-in whose refresh token the server has replaced by one that had
   * reached neither auth.json nor the journal: no program can bring it back.
   */
  readonly signIn: 'kept' | 'lost';
}

export interface BeforeTheKill {
  readonly home: CodexHome;
  readonly issuer: EmbeddedIssuer;
  /** Text of auth.json. */
  readonly text: string;
  /** Refresh tokens that were not spent and that the program had not asked for itself. */
  readonly unspent: readonly string[];
  /** Those that the issuer was asked to redeem and has not redeemed. */
  readonly unserved?: readonly string[];
}

/**
 * Looks at what a killed program has left, and lets another one start over it, which
 * must find its way: a whole record for nobody else to read, no lock that is held, and a
 * sign-in that can be refreshed at an issuer that revokes it for any reuse.
 */
export async function aftermathOf(before: BeforeTheKill): Promise<Aftermath> {
  const { home, issuer } = before;
  await untilNothingIsOnItsWay(issuer);
  const text = (await home.text()) ?? '';
  const left = refreshTokenOf(JSON.parse(text) as JsonObject);
  await expectPrivate(home.folder);
  await expectNoLockHeld(home);

  const asked = refreshRequests(issuer);
  const usable = [...before.unspent, latestRefreshToken(issuer)].filter(
    (token) => !asked.includes(token) || before.unserved?.includes(token),
  );
  const journalled = await tokenInJournal(home);
  const isKept = usable.includes(journalled ?? left);

  await makeTemporaryFilesOld(home.folder);
  const { core } = await coreInTest(home, {
    endpoints: endpointsAt(issuer.origin),
    lockFile: fileLockOf(process.platform),
    now: Date.now,
  });
  // What the journal held is in place by now, and nobody was asked for it.
  expect(refreshTokenOf(await home.document())).toBe(journalled ?? left);
  expect(refreshRequests(issuer)).toEqual(asked);
  expect(await core.session.refresh({ force: true })).toEqual(isKept ? refreshed : askedToSignIn);
  if (isKept) expect(refreshTokenOf(await home.document())).toBe(latestRefreshToken(issuer));
  await expectPrivate(home.folder);
  const atRest = isKept ? filesAtRest : [...filesAtRest, 'auth.json.refresh-refusal'].sort();
  const names = await namesIn(home.folder);
  expect(names.filter((name) => name !== keptFolderName)).toEqual(atRest);
  return { record: text === before.text ? 'old' : 'new', signIn: isKept ? 'kept' : 'lost' };
}

/** What is in the folder of Codex while nothing is under way; lock files are made by the first lock. */
export const filesAtRest = ['auth.json', 'auth.json.lock', 'auth.json.refresh-lock', 'auth.lock'];

const keptFolderName = 'kept-sign-ins';

/** The refresh tokens of the kept sign-ins of a folder. */
export async function keptRefreshTokens(folder: string): Promise<readonly string[]> {
  const kept = path.join(folder, keptFolderName);
  const names = await readdir(kept).catch(() => []);
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFile(path.join(kept, name), 'utf8')),
  );
  return texts.map((text) => {
    const { record } = JSON.parse(text) as { readonly record: string };
    return refreshTokenOf(JSON.parse(record) as JsonObject);
  });
}

/** Of the killed programs, and of the one that looks at what they left. */
const dataFolders: readonly string[] = ['data', 'gatehouse-data'];

/** What is in a folder, except for what the programs log and record. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !dataFolders.includes(name)).sort();
}

const refreshed: RefreshOutcome = { kind: 'refreshed' };
const askedToSignIn: RefreshOutcome = {
  kind: 'failed',
  failure: { permanent: true, reason: 'reused', message: refreshTexts.permanent.reused() },
};

/** A request of a process that is gone may still be in the socket; this one comes after it. */
async function untilNothingIsOnItsWay(issuer: EmbeddedIssuer): Promise<void> {
  await (await fetch(`${issuer.origin}/.well-known/openid-configuration`)).text();
}

async function expectPrivate(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    const facts = await lstat(path.join(folder, name));
    const mode = (facts.mode & 0o777).toString(8);
    expect(`${name} ${mode}`).toBe(`${name} ${facts.isDirectory() ? '700' : '600'}`);
  }
}

/** As if the next program started a while later, when they can be nobody's any more. */
async function makeTemporaryFilesOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('.gatehouse-'));
  for (const name of names) await utimes(path.join(folder, name), new Date(0), new Date(0));
}

async function expectNoLockHeld({ authFile, folder }: CodexHome): Promise<void> {
  const lockFile = fileLockOf(process.platform);
  const files = [path.join(folder, 'auth.lock'), `${authFile}.lock`, `${authFile}.refresh-lock`];
  for (const file of files) (await lockFile(file, { timeoutMs: 0 })).release();
}

export async function tokenInJournal({ authFile }: CodexHome): Promise<string | null> {
  const text = await readFile(`${authFile}.refresh-journal`, 'utf8').catch(() => null);
  const entry = JSON.parse(text ?? 'null') as { tokens: JsonObject | null } | null;
  return entry?.tokens ? String(entry.tokens['refresh_token']) : null;
}

function refreshTokenOf(document: JsonObject): string {
  return String((document['tokens'] as JsonObject)['refresh_token']);
}

/** The refresh tokens that the issuer was asked to redeem so far. */
function refreshRequests({ requests }: EmbeddedIssuer): readonly string[] {
  return requests
    .filter(({ grant }) => grant === 'refresh_token')
    .map(({ params }) => String(params['refresh_token']));
}

function latestRefreshToken(issuer: EmbeddedIssuer): string {
  return (
    issuer
      .secrets()
      .filter((secret) => secret.startsWith('rt_'))
      .at(-1) ?? ''
  );
}
