import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onTestFinished } from 'vitest';

import type { JsonObject } from '../auth/auth-record.ts';

/** A folder that ends with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-test-'));
  onTestFinished(async () => {
    // The test may have taken its own permission away.
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A `CODEX_HOME` as other programs see it. */
export interface CodexHome {
  readonly folder: string;
  readonly authFile: string;
  /** Writes auth.json as another program would, without any care. */
  write(content: string | JsonObject): Promise<void>;
  /** Text of auth.json; null where there is none. */
  text(): Promise<string | null>;
  /** @throws where auth.json is missing or no JSON. */
  document(): Promise<JsonObject>;
  remove(): Promise<void>;
}

/** A `CODEX_HOME` that ends with the test. */
export async function codexHomeInTest(content?: string | JsonObject): Promise<CodexHome> {
  const folder = await temporaryFolder();
  const authFile = path.join(folder, 'auth.json');
  const home: CodexHome = {
    folder,
    authFile,
    write: (next) =>
      writeFile(authFile, typeof next === 'string' ? next : JSON.stringify(next, null, 2)),
    text: () => readFile(authFile, 'utf8').catch(() => null),
    document: async () => JSON.parse(await readFile(authFile, 'utf8')) as JsonObject,
    remove: () => rm(authFile),
  };
  if (content !== undefined) await home.write(content);
  return home;
}
