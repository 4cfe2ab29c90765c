import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import type { Backend } from './backend.ts';
import { cacheOf } from './cloud.ts';
import type { OracleCase } from './cases.ts';
import type { Environment } from './environments.ts';
import { textOf, type StoredRecord } from './records.ts';

/** The folder of Codex of one program in one case, and what the program is told of the world. */
export interface OracleHome {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly environment: Environment;
  hasRecord(): Promise<boolean>;
  remove(): Promise<void>;
}

/** What lies there, and what is set. */
export type Situation = Pick<OracleCase, 'record' | 'documents' | 'environment'> &
  Partial<Pick<OracleCase, 'plan' | 'cloud'>>;

/** Writes what the case has in a fresh folder. */
export async function writeHome(
  { record, documents, environment, plan = 'pro', cloud = null }: Situation,
  { origin, exchange }: Pick<Backend, 'origin' | 'exchange'>,
): Promise<OracleHome> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-oracle-'));
  const folder = path.join(parent, 'codex');
  await mkdir(folder, { mode: 0o700 });
  const at = (name: string): string => path.join(folder, name);
  const text = textOf(record, plan);
  if (record.kind === 'directory') await mkdir(at('auth.json'));
  if (text !== null) await writeFile(at('auth.json'), text, { mode: 0o600 });
  if (documents.user !== undefined) await writeFile(at('config.toml'), documents.user);
  const cache = cloud && cacheOf(cloud, record, Date.now());
  if (cache !== null) await writeFile(at('cloud-config-bundle-cache.json'), cache);
  await writeDotenv(folder, environment);
  await writeFile(at('identity-token'), environment.exchangedFor ?? 'identity');
  const filled = Object.entries(environment.variables).map(([name, value]) => [
    name,
    value.replace('{origin}', origin).replace('{home}', folder),
  ]);
  return {
    folder,
    environment,
    env: {
      HOME: parent,
      CODEX_HOME: folder,
      XDG_CONFIG_HOME: path.join(parent, 'settings'),
      GATEHOUSE_DATA: path.join(parent, 'data'),
      // Whatever means to leave this machine fails at once.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      ...(environment.exchangedFor === undefined ? {} : exchange),
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${origin}/oauth/token`,
      // Of a stored personal access token; an environment with one says whose that is.
      CODEX_AUTHAPI_BASE_URL: whoamiUrl(record, `${origin}/${plan}`),
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

async function writeDotenv(folder: string, environment: Environment): Promise<void> {
  const file = path.join(folder, '.env');
  const { dotenvIs = 'text' } = environment;
  const dotenv = environment.dotenv?.replace('{home}', folder);
  switch (dotenvIs) {
    case 'text':
      if (dotenv !== undefined) await writeFile(file, dotenv);
      return;
    case 'after a line that is not UTF-8':
      return writeFile(
        file,
        Buffer.concat([Buffer.from([0x41, 0x3d, 0xe9, 0x0a]), Buffer.from(dotenv ?? '')]),
      );
    case 'after as much as is read':
      return writeFile(file, `${'# x\n'.repeat(2_000_000)}${dotenv ?? ''}`);
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
