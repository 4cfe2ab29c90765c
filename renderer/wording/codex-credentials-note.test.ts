import { expect, it } from 'vitest';

import type { AppState } from '../../shared/app-state.ts';
import type { CredentialInUse } from '../../shared/codex-programs.ts';
import { appState, chatgptAccount, codexCredentials } from '../../shared/testing/app-state.ts';
import { codexCredentialsNote } from './codex-credentials-note.ts';

const uses = (variable: string): CredentialInUse => ({
  uses: 'environment',
  credential: { kind: 'accessToken', variable, setIn: 'environment' },
  condition: null,
});
const stored: CredentialInUse = { uses: 'stored' };
const stops: CredentialInUse = { uses: 'stops', message: 'It is empty.' };
const account = chatgptAccount();
const violated = { ...appState().restrictions, verdict: 'violated' } as const;

const inDeadlock = (message: string): AppState['restrictions'] => ({
  ...appState().restrictions,
  deadlock: { message, step: 's', rule: 'r', details: 'd' },
});

it.each<[string, Partial<AppState>, string | null]>([
  ['what is stored', { account, codex: codexCredentials(stored) }, null],
  [
    'a token in its place',
    { account, codex: codexCredentials(uses('CODEX_ACCESS_TOKEN')) },
    'Codex doesn’t use your sign-in',
  ],
  [
    'a token where nothing is stored',
    { codex: codexCredentials(uses('CODEX_ACCESS_TOKEN')) },
    'Codex has a credential already',
  ],
  [
    'a key for codex exec where nothing is stored',
    {
      codex: codexCredentials({ uses: 'nothing', message: null }, { exec: uses('CODEX_API_KEY') }),
    },
    'Some Codex programs have a credential already',
  ],
  [
    'a key for codex exec',
    { account, codex: codexCredentials(stored, { exec: uses('CODEX_API_KEY') }) },
    'Some Codex programs don’t use your sign-in',
  ],
  ['what stops Codex', { account, codex: codexCredentials(stops) }, 'Codex does not start'],
  [
    'a rule that does, of which the banner tells',
    { account, codex: codexCredentials(stops), restrictions: violated },
    null,
  ],
  [
    'rules that leave no way to sign in, of which the banner tells',
    { codex: codexCredentials(stops), restrictions: inDeadlock('It is empty.') },
    null,
  ],
  [
    'what stops Codex besides such rules',
    { codex: codexCredentials(stops), restrictions: inDeadlock('Two rules contradict.') },
    'Codex does not start',
  ],
  [
    'what nobody knows',
    { account, codex: codexCredentials({ uses: 'unknown', message: 'm.' }) },
    'Codex may not be signed in',
  ],
  [
    'what cannot be used, of which the page tells',
    {
      account: { kind: 'unusable', problem: { code: 'record-invalid', message: 'm' } },
      codex: codexCredentials({ uses: 'nothing', message: 'm.' }),
    },
    null,
  ],
  [
    'what stops Codex, beside what cannot be used',
    {
      account: {
        kind: 'unusable',
        problem: { code: 'record-invalid', message: 'The record is damaged.' },
      },
      codex: codexCredentials(stops),
    },
    'Codex does not start',
  ],
  [
    'a token in place of a stored personal access token',
    {
      account: { kind: 'personalAccessToken', source: 'file', lookUp: null, problem: null },
      codex: codexCredentials(uses('CODEX_ACCESS_TOKEN')),
    },
    'Codex doesn’t use your sign-in',
  ],
])('tells of %s', (_, state, title) => {
  expect(codexCredentialsNote(appState(state))?.title ?? null).toBe(title);
});

it('says why Codex does not start, and not once more that it does not', () => {
  const note = codexCredentialsNote(appState({ account, codex: codexCredentials(stops) }));
  expect(note?.text).toBe('It is empty.');
});

it.each([
  ['environment', /To use your sign-in, unset CODEX_ACCESS_TOKEN and start Gatehouse again\.$/],
  ['dotenv', /remove CODEX_ACCESS_TOKEN from \.env of the Codex home\.$/],
] as const)('ends with what has Codex use the stored sign-in again: %s', (setIn, step) => {
  const credential = { kind: 'accessToken', variable: 'CODEX_ACCESS_TOKEN', setIn } as const;
  const codex = codexCredentials({ uses: 'environment', credential, condition: null });
  expect(codexCredentialsNote(appState({ account, codex }))?.text).toMatch(step);
});
