import { z } from 'zod/mini';

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
export const idList = z.pipe(
  z.array(z.string(strings).check(z.refine(isPlainId, unseen)), strings),
  z.transform((ids: string[]) => ids.map(trimWhiteSpace).filter((id) => id !== '')),
);
export const forcedWorkspaces = z.union(
  [
    z.pipe(
      z
        .string()
        .check(z.refine((text) => !text.includes(',') && isPlainId(text), { error: texts.commas })),
      z.transform((text: string): ForcedWorkspaces | undefined =>
        trimWhiteSpace(text) === '' ? undefined : { form: 'single', id: trimWhiteSpace(text) },
      ),
    ),
    z.pipe(
      idList,
      z.transform((ids: string[]): ForcedWorkspaces => ({ form: 'list', ids })),
    ),
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
export const baseUrl = string.check(
  z.refine(isPlainLine, { ...unseen, abort: true }),
  z.refine(isPlainUrl, { error: texts.url }),
);

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** A URL as in the claim `iss`, without a trailing slash; blank is unset. */
export const issuer = z.pipe(
  string.check(
    z.refine(isPlainLine, { ...unseen, abort: true }),
    z.refine((text) => text.trim() === '' || isTrustworthyUrl(text.trim()), {
      error: texts.issuer,
    }),
  ),
  z.transform((text: string) => text.trim().replace(/\/+$/, '') || undefined),
);

const mostAccounts = 1000;

const wholeNumber = { error: () => texts.wholeNumber({ most: mostAccounts }) };
export const accountLimit = z
  .int(wholeNumber)
  .check(z.minimum(1, wholeNumber), z.maximum(mostAccounts, wholeNumber));

const maxOrganizationLength = 100;

/** One line, for the header of the window; blank is unset. */
export const organization = z.pipe(
  string.check(
    z.refine((text) => text.length <= maxOrganizationLength && isPlainLine(text), {
      error: () => texts.line({ most: maxOrganizationLength }),
    }),
  ),
  z.transform((text: string) => (text.trim() === '' ? undefined : text.trim())),
);
