import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm } from 'node:fs/promises';
import path from 'node:path';

import { Decrypter } from 'age-encryption';

import { secretService } from '../../../electron/adapters/secret-service.ts';
import type { Core } from '../../../electron/core.ts';
import { ada, grace, type IssuerAccount } from '../../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../../electron/testing/issuer/embedded-issuer.ts';
import type { Keyring } from '../../../electron/store/keyring.ts';
import { openRealCore } from '../../../electron/testing/real-core.ts';
import {
  startOddSecretService,
  type OddSecretService,
} from '../../../electron/testing/secret-service/odd-secret-service.ts';
import { expect, test as base, type Home } from '../../fixtures/command-line.ts';
import { grantOf } from './grant.ts';

export { expect };

/** As for the command line, with a keyring that behaves as it is told. */
export const test = base.extend<{ keyring: OddSecretService }>({
  keyring: async ({}, use) => {
    const keyring = await startOddSecretService();
    await use(keyring);
    await keyring.stop();
  },
});

/** A Codex home, Gatehouse's own folder, a keyring and an issuer. */
export interface AccountWorld {
  readonly home: string;
  readonly data: string;
  readonly env: Readonly<Record<string, string>>;
  readonly issuer: EmbeddedIssuer;
  readonly keyring: OddSecretService;
}

/** In a home as the fixtures make it, empty. */
export async function accountWorld(
  home: Home,
  issuer: EmbeddedIssuer,
  keyring: OddSecretService,
): Promise<AccountWorld> {
  const data = path.join(await realpath(home.settingsFolder), 'gatehouse');
  await mkdir(data, { mode: 0o700 });
  return {
    home: await realpath(home.folder),
    data,
    env: { ...home.env, ...keyring.env, GATEHOUSE_DATA: data },
    issuer,
    keyring,
  };
}

/** One connection for all starts in a world: a bus takes no more than 256 of one user. */
const keyrings = new WeakMap<AccountWorld['env'], Keyring>();

function keyringIn({ env }: AccountWorld): Keyring {
  const keyring = keyrings.get(env) ?? secretService(env);
  keyrings.set(env, keyring);
  return keyring;
}

/** The product, started again: the core and adapters of the `gatehouse` command. */
export function startAgain(world: AccountWorld): Promise<Core> {
  return openRealCore(world.env, {
    keyring: keyringIn(world),
    homePrograms: {
      list: () => Promise.resolve([]),
      running: () => Promise.resolve([]),
      waitingSignIn: () => Promise.resolve(null),
    },
  });
}

/** As before anybody has signed in. */
export async function empty({ home, data, keyring }: AccountWorld): Promise<void> {
  await keyring.empty();
  for (const folder of [home, data]) {
    for (const name of await readdir(folder)) {
      if (name !== 'config.toml') await rm(path.join(folder, name), { recursive: true });
    }
  }
}

/** Ada is in use, Grace is saved, and nobody else is. */
export async function restore(world: AccountWorld): Promise<void> {
  const { accounts, commands, session } = await startAgain(world);
  const listed = (): readonly string[] => accounts.inHome.view().accounts.map(({ id }) => id);
  for (const id of listed()) {
    if (![idOf(ada), idOf(grace)].includes(id)) await done(accounts.commands.remove(id));
  }
  const saved = accounts.inHome.view().accounts.find(({ id }) => id === idOf(grace));
  if (saved !== undefined && saved.state.kind !== 'ready') {
    await done(accounts.commands.remove(saved.id));
  }
  if (session.get().kind !== 'chatgpt') {
    await commands.signIn(await grantOf(world.issuer, ada));
  }
  if (!listed().includes(idOf(grace))) {
    await done(accounts.commands.keepForLater(await grantOf(world.issuer, grace)));
  }
}

async function done(outcome: Promise<{ readonly kind: string }>): Promise<void> {
  expect(await outcome).toMatchObject({ kind: 'done' });
}

/** As the list names it. */
export function idOf({ userId, workspaceId }: IssuerAccount): string {
  const whose = JSON.stringify(['chatgpt', userId, workspaceId]);
  return createHash('sha256').update(whose).digest('hex').slice(0, 12);
}

/** What lies on disk and in the keyring, read by no code of the product. */
export interface Found {
  /** Refresh tokens, from wherever the product would take them. */
  readonly tokens: ReadonlySet<string>;
  /** Files of Gatehouse's own in which one can be read as it is. */
  readonly unsealed: readonly string[];
}

/**
 * Looks through every file and keyring item for refresh tokens. What is sealed (age) is opened by
 * the age library with the identities and passphrases that the keyring holds. Temporary files of an
 * interrupted write count for nothing.
 */
export async function look({ home, data, keyring }: AccountWorld): Promise<Found> {
  const tokens = new Set<string>();
  const unsealed: string[] = [];
  const { items } = await keyring.report();
  const secrets = items.map(({ value }) => value);
  for (const value of secrets) for (const token of tokensIn(value)) tokens.add(token);
  for (const folder of [home, data]) {
    for (const file of await filesIn(folder)) {
      const content = await readFile(path.join(folder, file));
      const isSealed = content.subarray(0, ageHeader.length).equals(ageHeader);
      const text = isSealed ? await opened(content, secrets) : content.toString('utf8');
      const found = tokensIn(text);
      if (folder === data && !isSealed && found.length > 0) unsealed.push(file);
      if (!path.basename(file).startsWith('.gatehouse-')) for (const one of found) tokens.add(one);
    }
  }
  return { tokens, unsealed };
}

const ageHeader = Buffer.from('age-encryption.org/v1\n');

function tokensIn(text: string): readonly string[] {
  return text.match(/rt_[A-Za-z0-9_-]{64}/g) ?? [];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Empty where no secret opens it. */
async function opened(content: Uint8Array, secrets: readonly string[]): Promise<string> {
  const isForIdentity = Buffer.from(content).includes('-> X25519 ');
  for (const secret of secrets) {
    if (secret.startsWith('AGE-SECRET-KEY-') !== isForIdentity) continue;
    const decrypter = new Decrypter();
    if (isForIdentity) decrypter.addIdentity(secret);
    else decrypter.addPassphrase(secret);
    try {
      return await decrypter.decrypt(content, 'text');
    } catch {
      // Of another file.
    }
  }
  return '';
}

/** The user id in an access token. */
export function whoseToken(token: string | null): string {
  if (token === null) return 'nobody';
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return String((JSON.parse(payload) as { readonly sub: unknown }).sub);
}
