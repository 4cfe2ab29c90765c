import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import {
  startEmbeddedIssuer,
  type EmbeddedIssuer,
} from '../../electron/testing/issuer/embedded-issuer.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/** A folder of Codex in which Ada is signed in, and its issuer. */
export interface BenchHome {
  readonly issuer: EmbeddedIssuer;
  readonly authFile: string;
  readonly env: Readonly<Record<string, string>>;
  read(): Promise<Record<string, unknown>>;
  write(record: Record<string, unknown>): Promise<void>;
}

/** Runs work in a home of its own, which is gone afterwards. */
export async function inBenchHome<T>(work: (home: BenchHome) => Promise<T>): Promise<T> {
  const issuer = await startEmbeddedIssuer();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-bench-'));
  const authFile = path.join(folder, 'auth.json');
  const home: BenchHome = {
    issuer,
    authFile,
    env: {
      HOME: folder,
      CODEX_HOME: folder,
      GATEHOUSE_DATA: path.join(folder, 'gatehouse'),
      GATEHOUSE_ISSUER: issuer.origin,
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${issuer.origin}/oauth/token`,
    },
    read: async () => JSON.parse(await readFile(authFile, 'utf8')) as Record<string, unknown>,
    write: (record) => writeFile(authFile, JSON.stringify(record), { mode: 0o600 }),
  };
  try {
    await home.write(await chatgptRecord(issuer, ada));
    return await work(home);
  } finally {
    await issuer.close();
    await rm(folder, { recursive: true });
  }
}
