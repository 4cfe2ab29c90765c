import { z } from 'zod';

import { isTrustworthyUrl } from '../auth/endpoints.ts';
import { isPlainLine, trimWhiteSpace } from '../base/unseen-characters.ts';
import type { ForcedWorkspaces } from './login-rules.ts';

/**
 * A message follows the name of the key, and never quotes the value.
 * Source: codex-rs/core/src/config; the sentence about commas as in Codex CLI 0.169.0.
 */

export const storeMode = z.enum(['file', 'keyring', 'auto', 'ephemeral'], {
  error: 'must be "file", "keyring", "auto" or "ephemeral"',
});
const methods = ['api', 'chatgpt'] as const;
export const method = z.enum(methods, { error: 'must be "api" or "chatgpt"' });
// Also for its members, since the message for a single method would mislead.
const methodList = { error: 'must be a TOML list of "api" and "chatgpt"' };
export const methodsList = z.array(z.enum(methods, methodList), methodList);

const commaMessage =
  'must be a single workspace ID string or a TOML list of strings; comma-separated strings are not supported';

// Ids and addresses appear in texts, which these characters could change.
const unseenMessage = 'must not have control characters or directional marks in it';

// Blank ids are dropped, and a blank string is the same as no setting.
const strings = { error: 'must be a TOML list of strings' };
const isPlainId = (id: string): boolean => isPlainLine(trimWhiteSpace(id));
export const idList = z
  .array(z.string(strings).refine(isPlainId, { error: unseenMessage }), strings)
  .transform((ids) => ids.map(trimWhiteSpace).filter((id) => id !== ''));
export const forcedWorkspaces = z.union(
  [
    z
      .string()
      .refine((text) => !text.includes(',') && isPlainId(text), { error: commaMessage })
      .transform((text): ForcedWorkspaces | undefined =>
        trimWhiteSpace(text) === '' ? undefined : { form: 'single', id: trimWhiteSpace(text) },
      ),
    idList.transform((ids): ForcedWorkspaces => ({ form: 'list', ids })),
  ],
  {
    error: ({ input }) => {
      const ids: readonly unknown[] = Array.isArray(input) ? input : [input];
      if (!ids.every((id) => typeof id === 'string')) {
        return 'must be a string or a TOML list of strings';
      }
      return ids.every(isPlainId) ? commaMessage : unseenMessage;
    },
  },
);

export const yesOrNo = z.boolean({ error: 'must be true or false' });

// A password would be shown wherever the setting is.
export const baseUrl = z
  .string({ error: 'must be a string' })
  .refine(isPlainLine, { error: unseenMessage, abort: true })
  .refine(isPlainUrl, { error: 'must be an http or https URL without a user name or password' });

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** A URL as in the claim `iss`, without a trailing slash; blank is unset. */
export const issuer = z
  .string({ error: 'must be a string' })
  .refine(isPlainLine, { error: unseenMessage, abort: true })
  .refine((text) => text.trim() === '' || isTrustworthyUrl(text.trim()), {
    error: 'must be an https URL, or an http URL of this machine, without a user name or password',
  })
  .transform((text) => text.trim().replace(/\/+$/, '') || undefined);

const mostAccounts = 1000;

export const accountLimit = z
  .int({ error: `must be a whole number from 1 to ${mostAccounts}` })
  .min(1, { error: `must be a whole number from 1 to ${mostAccounts}` })
  .max(mostAccounts, { error: `must be a whole number from 1 to ${mostAccounts}` });

const maxOrganizationLength = 100;

/** One line, for the header of the window; blank is unset. */
export const organization = z
  .string({ error: 'must be a string' })
  .refine((text) => text.length <= maxOrganizationLength && isPlainLine(text), {
    error: `must be one line of at most ${maxOrganizationLength} characters`,
  })
  .transform((text) => (text.trim() === '' ? undefined : text.trim()));
