import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';

import type { Home } from './home.ts';
import type { SecretItem } from './secret-service.ts';

/** The line of config.toml that chooses a store: `file`, `keyring`, `auto` or `ephemeral`. */
export function setting(mode: string): string {
  return `cli_auth_credentials_store = "${mode}"\n`;
}

/** The item in which the sign-in of a home is kept with the keyring store. */
export async function recordItem(home: Home): Promise<SecretItem> {
  return { service: 'Codex Auth', username: `cli|${await digestOf(home)}` };
}

/** By which the items of a home are told apart. */
export async function digestOf({ folder }: Pick<Home, 'folder'>): Promise<string> {
  return createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16);
}
