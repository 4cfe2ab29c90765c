import { describe, expect, it } from 'vitest';

import type { CredentialInUse, NamedCredential } from '../codex-programs.ts';
import { codexCredentials } from '../testing/app-state.ts';
import {
  credentialLine,
  credentialName,
  credentialSentences,
  soleCredential,
} from './codex-credentials.ts';

const key: NamedCredential = { kind: 'apiKey', variable: 'CODEX_API_KEY', setIn: 'environment' };
const token: NamedCredential = {
  kind: 'accessToken',
  variable: 'CODEX_ACCESS_TOKEN',
  setIn: 'environment',
};
const identity: NamedCredential = {
  kind: 'workloadIdentity',
  variable: 'OPENAI_FEDERATION_RULE_ID',
  setIn: 'dotenv',
};

const stored: CredentialInUse = { uses: 'stored' };
const nobody: CredentialInUse = { uses: 'nothing', message: null };
const uses = (credential: NamedCredential, condition: string | null = null): CredentialInUse => ({
  uses: 'environment',
  credential,
  condition,
});

describe('a credential', () => {
  it.each([
    [
      token,
      'CODEX_ACCESS_TOKEN of this terminal',
      'CODEX_ACCESS_TOKEN of Gatehouse\u2019s environment',
    ],
    [
      { ...identity, setIn: 'environment' },
      'workload identity, from OPENAI_FEDERATION_RULE_ID of this terminal',
      'workload identity, from OPENAI_FEDERATION_RULE_ID of Gatehouse\u2019s environment',
    ],
    [
      identity,
      'workload identity, from .env of the Codex home',
      'workload identity, from .env of the Codex home',
    ],
  ] as const)('is named by its source', (credential, inTerminal, inApp) => {
    expect(credentialName(credential, 'terminal')).toBe(inTerminal);
    expect(credentialName(credential, 'app')).toBe(inApp);
  });
});

describe('what Codex here signs in with', () => {
  const elsewhere = 'A Codex started elsewhere may have other credentials.';

  it.each([stored, nobody])('needs no word where it is what everybody expects', (use) => {
    expect(credentialSentences(codexCredentials(use), 'terminal')).toEqual([]);
    expect(credentialLine(codexCredentials(use))).toBeNull();
  });

  it('is one credential in place of what is stored', () => {
    const codex = codexCredentials(uses(token));
    expect(soleCredential(codex)).toEqual(token);
    expect(credentialLine(codex)).toBe('Codex uses CODEX_ACCESS_TOKEN');
    expect(credentialSentences(codex, 'terminal')).toEqual([
      'Codex uses CODEX_ACCESS_TOKEN of this terminal.',
      elsewhere,
    ]);
  });

  it('is a key for codex exec alone', () => {
    const codex = codexCredentials(stored, { exec: uses(key) });
    expect(soleCredential(codex)).toBeNull();
    expect(credentialLine(codex)).toBe('codex exec uses CODEX_API_KEY');
    expect(credentialSentences(codex, 'app')).toEqual([
      'codex exec uses CODEX_API_KEY of Gatehouse\u2019s environment.',
      'Codex in the terminal, editors and the desktop app use the stored sign-in.',
      elsewhere,
    ]);
  });

  it('is the same everywhere where .env of the Codex home has it', () => {
    const codex = codexCredentials(uses(identity));
    expect(credentialLine(codex)).toBe('Codex uses workload identity');
    expect(credentialSentences(codex, 'app')).toEqual([
      'Codex uses workload identity, from .env of the Codex home.',
    ]);
  });

  it('depends on whose it is, where a workspace is asked for', () => {
    const condition = 'If it does not belong to workspace W, Codex uses no sign-in at all.';
    const [first] = credentialSentences(codexCredentials(uses(token, condition)), 'terminal');
    expect(first).toBe(`Codex uses CODEX_ACCESS_TOKEN of this terminal. ${condition}`);
  });

  it.each<[CredentialInUse, string]>([
    [nobody, 'Editors and the desktop app are not signed in.'],
    [{ uses: 'nothing', message: 'm.' }, 'Editors and the desktop app are not signed in. m.'],
    [{ uses: 'stops', message: 'm.' }, 'Editors and the desktop app do not start: m.'],
    [{ uses: 'unknown', message: 'm.' }, 'What editors and the desktop app use is not known. m.'],
  ])('differs by program: %j', (apps, sentence) => {
    const codex = codexCredentials(uses(token), { apps });
    expect(credentialSentences(codex, 'terminal')).toContain(sentence);
  });
});
