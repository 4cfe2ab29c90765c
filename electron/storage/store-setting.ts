import { isDeepStrictEqual } from 'node:util';

import { parse as parseForPatch, patch } from '@decimalturn/toml-patch';
import { parse } from 'smol-toml';

const setting = 'cli_auth_credentials_store';

/**
 * A config.toml with another store, its comments, order and layout kept.
 *
 * @param toml the present text; empty where there is no file.
 * @throws {Error} where the text is not valid TOML, or where anything but the one
 * setting would change: then nothing may be written.
 */
export function withStoreSetting(toml: string, mode: 'file' | 'keyring'): string {
  const after = Object.assign(parseExactly(toml), { [setting]: mode });
  const edited = patch(toml, Object.assign(parseForPatch(toml), { [setting]: mode }));
  const text = edited.endsWith('\n') ? edited : `${edited}\n`;
  if (!isDeepStrictEqual(parseExactly(text), after)) {
    throw new Error('the edit would change more than the one setting');
  }
  return text;
}

// 64-bit integers are compared by all their digits.
function parseExactly(toml: string): Record<string, unknown> {
  return parse(toml, { integersAsBigInt: true });
}
