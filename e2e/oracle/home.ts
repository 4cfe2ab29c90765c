import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import type { OracleCase } from './cases.ts';
import type { Environment } from './environments.ts';
import { textOf, type StoredRecord } from './records.ts';

/** The folder of Codex of one program in one case, and what the program is told of the world. */
export interface OracleHome {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  hasRecord(): Promise<boolean>;
  remove(): Promise<void>;
}

/** What lies there, and what is set. */
export type Situation = Pick<OracleCase, 'record' | 'documents' | 'environment'>;

/** Writes what the case has in a fresh folder. `origin` is that of the server of the run. */
export async function writeHome(
  { record, documents, environment }: Situation,
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
  await writeDotenv(at('.env'), environment);
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
      CODEX_AUTHAPI_BASE_URL: whoamiUrl(record, origin),
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

function whoamiUrl(record: StoredRecord, origin: string): string {
  const whoami = record.kind === 'personalAccessToken' ? record.whoami : 'X';
  return whoami === 'unreachable' ? 'http://127.0.0.1:9' : `${origin}/whoami/${whoami}`;
}

async function writeDotenv(file: string, environment: Environment): Promise<void> {
  const { dotenv, dotenvIs = 'text' } = environment;
  switch (dotenvIs) {
    case 'text':
      if (dotenv !== undefined) await writeFile(file, dotenv);
      return;
    case 'after a line that is not UTF-8':
      return writeFile(
        file,
        Buffer.concat([Buffer.from([0x41, 0x3d, 0xe9, 0x0a]), Buffer.from(dotenv ?? '')]),
      );
    case 'after more than is read':
      return writeFile(file, `${'# x\n'.repeat(2_200_000)}${dotenv ?? ''}`);
    case 'a pipe':
      await promisify(execFile)('mkfifo', [file]);
      return;
    case 'a folder':
      await mkdir(file);
      return;
    case 'a device':
      return symlink('/dev/zero', file);
    case 'a link to nothing':
      return symlink('/nowhere/at-all', file);
  }
}

/** The same without any credential of the environment. */
export function withoutCredentials(oracleCase: OracleCase): OracleCase {
  return { ...oracleCase, environment: { variables: {}, hasCredential: false } };
}
