import type { Groups } from './groups.ts';

/** Lines of rules, by the family of documents in which they have a meaning. */
export interface Rules {
  readonly config: readonly string[];
  readonly requirements: readonly string[];
}

const config = (...lines: readonly string[]): Rules => ({ config: lines, requirements: [] });
const required = (...lines: readonly string[]): Rules => ({ config: [], requirements: lines });
const both = (inConfig: readonly string[], inRequirements: readonly string[]): Rules => ({
  config: inConfig,
  requirements: inRequirements,
});

const method = (value: string): string => `forced_login_method = "${value}"`;
const workspaces = (value: string): string => `forced_chatgpt_workspace_id = ${value}`;
const allowedMethods = (value: string): string => `allowed_login_methods = ${value}`;
const allowedWorkspaces = (value: string): string => `allowed_chatgpt_workspaces = ${value}`;

export const rules = {
  none: config(),
  'forced api': config(method('api')),
  'forced chatgpt': config(method('chatgpt')),
  'forced W': config(workspaces('"W"')),
  'forced W in a list': config(workspaces('["W"]')),
  'forced W and V': config(workspaces('["W", "V"]')),
  'forced W with blanks': config(workspaces('[" W ", " "]')),
  'forced blank': config(workspaces('"  "')),
  'forced empty list': config(workspaces('[]')),
  'forced api and W': config(method('api'), workspaces('"W"')),
  'forced chatgpt and W': config(method('chatgpt'), workspaces('"W"')),
  'forced chatgpt and Y': config(method('chatgpt'), workspaces('["Y"]')),
  'allowed api': required(allowedMethods('["api"]')),
  'allowed chatgpt': required(allowedMethods('["chatgpt"]')),
  'allowed both methods': required(allowedMethods('["api", "chatgpt"]')),
  'allowed no method': required(allowedMethods('[]')),
  'allowed W': required(allowedWorkspaces('["W"]')),
  'allowed W with blanks': required(allowedWorkspaces('[" W ", ""]')),
  'allowed no workspace': required(allowedWorkspaces('[]')),
  'allowed chatgpt of W': required(allowedMethods('["chatgpt"]'), allowedWorkspaces('["W"]')),
  'forced W, allowed W and X': both([workspaces('"W"')], [allowedWorkspaces('["W", "X"]')]),
  'forced W and X, allowed W': both([workspaces('["W", "X"]')], [allowedWorkspaces('["W"]')]),
  'forced X, allowed W': both([workspaces('"X"')], [allowedWorkspaces('["W"]')]),
  'forced chatgpt, allowed api': both([method('chatgpt')], [allowedMethods('["api"]')]),
  'forced chatgpt, allowed both': both([method('chatgpt')], [allowedMethods('["api", "chatgpt"]')]),
  'forced api, allowed W': both([method('api')], [allowedWorkspaces('["W"]')]),
  'forced W, allowed api': both([workspaces('"W"')], [allowedMethods('["api"]')]),
  'forced a method that there is not': config(method('both')),
  'forced method of a wrong type': config('forced_login_method = 5'),
  'forced W and V in one string': config(workspaces('"W,V"')),
  'forced workspace of a wrong type': config(workspaces('[5]')),
  'allowed method that there is not': required(allowedMethods('["nope"]')),
  'allowed method of a wrong type': required(allowedMethods('"api"')),
} as const satisfies Readonly<Record<string, Rules>>;

export type RuleKind = keyof typeof rules;

export const ruleGroups = {
  none: ['none', 'forced blank', 'forced empty list'],
  'forced api': ['forced api'],
  'forced chatgpt': ['forced chatgpt'],
  'forced workspaces': [
    'forced W',
    'forced W in a list',
    'forced W and V',
    'forced W with blanks',
    'forced api and W',
    'forced chatgpt and W',
    'forced chatgpt and Y',
  ],
  'allowed api': ['allowed api'],
  'allowed chatgpt': ['allowed chatgpt'],
  'allowed workspaces': ['allowed W', 'allowed W with blanks', 'allowed chatgpt of W'],
  'allowed both, or none': ['allowed both methods', 'allowed no method', 'allowed no workspace'],
  'forced and allowed': [
    'forced W, allowed W and X',
    'forced W and X, allowed W',
    'forced X, allowed W',
    'forced chatgpt, allowed both',
    'forced chatgpt, allowed api',
    'forced api, allowed W',
    'forced W, allowed api',
  ],
  'a value that Codex does not take': [
    'forced a method that there is not',
    'forced method of a wrong type',
    'forced W and V in one string',
    'forced workspace of a wrong type',
    'allowed method that there is not',
    'allowed method of a wrong type',
  ],
} as const satisfies Groups<RuleKind>;
