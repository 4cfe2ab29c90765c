import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder of Codex of one test alone, and what its programs are told of the world. */
export interface Home {
  readonly folder: string;
  readonly authFile: string;
  /** Where programs keep their own settings and data. */
  readonly settingsFolder: string;
  /** Environment of the programs: this home, this issuer, no browser and no display. */
  readonly env: Readonly<Record<string, string>>;
  /** auth.json, parsed. */
  readAuth(): Promise<Record<string, unknown>>;
  /** Writes auth.json: text as it stands, anything else as JSON. */
  writeAuth(content: unknown): Promise<void>;
  /** Writes config.toml. */
  configure(toml: string): Promise<void>;
  dispose(): Promise<void>;
}

/** Makes one whose programs sign in at an issuer. @param issuer its origin. */
export async function createHome(issuer: string): Promise<Home> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-e2e-'));
  // Beside the home, so that tests can tell what is left in it.
  const settingsFolder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-settings-'));
  const authFile = path.join(folder, 'auth.json');
  return {
    folder,
    authFile,
    settingsFolder,
    env: {
      HOME: folder,
      XDG_CONFIG_HOME: settingsFolder,
      CODEX_HOME: folder,
      GATEHOUSE_ISSUER: issuer,
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${issuer}/oauth/token`,
    },
    readAuth: async () => JSON.parse(await readFile(authFile, 'utf8')) as Record<string, unknown>,
    writeAuth: (content) =>
      writeFile(authFile, typeof content === 'string' ? content : JSON.stringify(content)),
    configure: (toml) => writeFile(path.join(folder, 'config.toml'), toml),
    async dispose() {
      await rm(folder, { recursive: true });
      await rm(settingsFolder, { recursive: true });
    },
  };
}
