import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { OracleCase } from './cases.ts';
import { textOf } from './records.ts';

/** The folder of Codex of one program in one case, and what the program is told of the world. */
export interface OracleHome {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  hasRecord(): Promise<boolean>;
  remove(): Promise<void>;
}

/** Writes what the case has in a fresh folder. `origin` is that of the server of the run. */
export async function writeHome(
  { record, documents, environment }: OracleCase,
  origin: string,
): Promise<OracleHome> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-oracle-'));
  const folder = path.join(parent, 'codex');
  await mkdir(folder, { mode: 0o700 });
  const at = (name: string): string => path.join(folder, name);
  const text = textOf(record);
  if (record.kind === 'directory') await mkdir(at('auth.json'));
  if (text !== null) await writeFile(at('auth.json'), text, { mode: 0o600 });
  if (documents.user !== undefined) await writeFile(at('config.toml'), documents.user);
  if (environment.dotenv !== undefined) await writeFile(at('.env'), environment.dotenv);
  await writeFile(at('identity-token'), 'identity');
  const filled = Object.entries(environment.variables).map(([name, value]) => [
    name,
    value.replace('{origin}', origin).replace('{home}', folder),
  ]);
  return {
    folder,
    env: {
      HOME: parent,
      CODEX_HOME: folder,
      XDG_CONFIG_HOME: path.join(parent, 'settings'),
      GATEHOUSE_DATA: path.join(parent, 'data'),
      // Whatever means to leave this machine fails at once.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${origin}/oauth/token`,
      // Of a stored personal access token; an environment with one says whose that is.
      CODEX_AUTHAPI_BASE_URL: `${origin}/whoami/X`,
      ...(Object.fromEntries(filled) as Record<string, string>),
    },
    hasRecord: () =>
      stat(at('auth.json')).then(
        () => true,
        () => false,
      ),
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}

/** The same without any credential of the environment. */
export function withoutCredentials(oracleCase: OracleCase): OracleCase {
  return { ...oracleCase, environment: { variables: {}, hasCredential: false } };
}
