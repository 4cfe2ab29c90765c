import { z } from 'zod';

import { policyKeyTexts } from '../../shared/texts/policy-keys.ts';
import { isTrustworthyUrl } from '../auth/endpoints.ts';
import { isPlainLine, trimWhiteSpace } from '../base/unseen-characters.ts';
import type { ForcedWorkspaces } from './login-rules.ts';

const texts = policyKeyTexts.values;

// Source: codex-rs/core/src/config.

export const storeMode = z.enum(['file', 'keyring', 'auto', 'ephemeral'], {
  error: texts.mode,
});
const methods = ['api', 'chatgpt'] as const;
export const method = z.enum(methods, { error: texts.method });
// Also for its members, since the message for a single method would mislead.
const methodList = { error: texts.methods };
export const methodsList = z.array(z.enum(methods, methodList), methodList);

// Ids and addresses appear in texts, which these characters could change.
const unseen = { error: texts.unseen };
const string = z.string({ error: texts.string });

// Blank ids are dropped, and a blank string is the same as no setting.
const strings = { error: texts.strings };
const isPlainId = (id: string): boolean => isPlainLine(trimWhiteSpace(id));
export const idList = z
  .array(z.string(strings).refine(isPlainId, unseen), strings)
  .transform((ids) => ids.map(trimWhiteSpace).filter((id) => id !== ''));
export const forcedWorkspaces = z.union(
  [
    z
      .string()
      .refine((text) => !text.includes(',') && isPlainId(text), { error: texts.commas })
      .transform((text): ForcedWorkspaces | undefined =>
        trimWhiteSpace(text) === '' ? undefined : { form: 'single', id: trimWhiteSpace(text) },
      ),
    idList.transform((ids): ForcedWorkspaces => ({ form: 'list', ids })),
  ],
  {
    error: ({ input }) => {
      const ids: readonly unknown[] = Array.isArray(input) ? input : [input];
      if (!ids.every((id) => typeof id === 'string')) {
        return texts.stringOrStrings();
      }
      return ids.every(isPlainId) ? texts.commas() : texts.unseen();
    },
  },
);

export const yesOrNo = z.boolean({ error: texts.yesOrNo });

// A password would be shown wherever the setting is.
export const baseUrl = string
  .refine(isPlainLine, { ...unseen, abort: true })
  .refine(isPlainUrl, { error: texts.url });

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** A URL as in the claim `iss`, without a trailing slash; blank is unset. */
export const issuer = string
  .refine(isPlainLine, { ...unseen, abort: true })
  .refine((text) => text.trim() === '' || isTrustworthyUrl(text.trim()), {
    error: texts.issuer,
  })
  .transform((text) => text.trim().replace(/\/+$/, '') || undefined);

const mostAccounts = 1000;

const wholeNumber = { error: () => texts.wholeNumber({ most: mostAccounts }) };
export const accountLimit = z.int(wholeNumber).min(1, wholeNumber).max(mostAccounts, wholeNumber);

const maxOrganizationLength = 100;

/** One line, for the header of the window; blank is unset. */
export const organization = string
  .refine((text) => text.length <= maxOrganizationLength && isPlainLine(text), {
    error: () => texts.line({ most: maxOrganizationLength }),
  })
  .transform((text) => (text.trim() === '' ? undefined : text.trim()));
