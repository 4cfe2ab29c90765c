import { describe, expect, it } from 'vitest';

import type { Credential } from '../auth/credential.ts';
import { chatgptCredential, storedApiKey } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { withDoubt } from './enforce-verdict.ts';
import { restrictionVerdict } from './restriction-verdict.ts';
import { factsOfSaved, storedViolations } from './stored-violations.ts';
import { notVerified, type Verdict } from './verdict.ts';
import { verdictText, verdictWords } from './violation-text.ts';

function said(verdict: Verdict, names = {}, speaksOf: 'you' | 'account' = 'you'): string | null {
  return verdict.kind === 'allowed' ? null : verdictText(verdict, names, speaksOf);
}

const ada = chatgptCredential();
const workspace = ada.tokens.accountId ?? '';
const forced = rules({ forcedWorkspaces: { form: 'single', id: 'W' } });

describe('what a rule has against a sign-in', () => {
  it('is told beside what Codex says of it, where that is something else', () => {
    const verdict = restrictionVerdict(forced, ada);
    expect(verdict.kind === 'violated' && verdictWords(verdict, {})).toEqual({
      message: said(verdict),
      details: expect.stringContaining('Logging out.') as unknown,
    });
    const unknown = { kind: 'unknown', because: 'rules', message: 'Not known.' } as const;
    expect(verdictWords(unknown, {})).toEqual({ message: 'Not known.', details: null });
  });

  it('is told to its person, and of an account, with the names of workspaces', () => {
    const verdict = restrictionVerdict(forced, ada);
    expect(said(verdict)).toBe(
      `This device only allows workspace W. You\u2019re signed in to workspace ${workspace}.`,
    );
    expect(said(verdict, { W: 'Compilers', [workspace]: 'Engines' }, 'account')).toBe(
      'This device only allows workspace Compilers. This account belongs to workspace Engines.',
    );
  });

  it('is told of a way to sign in', () => {
    expect(said(restrictionVerdict(rules({ forcedMethod: 'chatgpt' }), storedApiKey()))).toBe(
      'This device only allows signing in with ChatGPT. You\u2019re signed in with an API key.',
    );
    expect(said(restrictionVerdict(rules({ allowedMethods: ['api'] }), ada))).toBe(
      'This device only allows API keys. You\u2019re signed in with ChatGPT.',
    );
  });

  it.each<[string, Parameters<typeof rules>[0], Credential]>([
    ['one that is not allowed', { allowedMethods: [] }, ada],
    ['one that is', { forcedMethod: 'chatgpt', allowedMethods: ['api'] }, ada],
    ['one that else would be removed', { forcedMethod: 'api', allowedMethods: ['chatgpt'] }, ada],
    ['one of no workspace', { forcedMethod: 'chatgpt', allowedWorkspaces: [] }, ada],
    ['an API key', { forcedMethod: 'chatgpt', allowedMethods: ['api'] }, storedApiKey()],
  ])('names the rules where they leave no way to sign in, of %s', (_, values, credential) => {
    const verdict = restrictionVerdict(rules(values), credential);
    expect(verdict).toMatchObject({
      message: 'authentication requirements do not permit any usable login method',
      remedy: 'hide',
    });
    expect(said(verdict)).toMatch(
      /^(One rule leaves no way to sign in|Two rules contradict).* in /,
    );
    const kind = credential.kind === 'apiKey' ? 'apiKey' : 'chatgpt';
    const known = rules(values);
    const [first] =
      known.kind === 'known'
        ? storedViolations(known.rules, factsOfSaved({ kind, workspaceId: null }), notVerified())
        : [];
    expect(first && said(first, {}, 'account')).toBe(said(verdict));
  });

  it('never says that somebody is logged out, though the words of Codex do', () => {
    const verdict = restrictionVerdict(forced, ada);
    expect(verdict).toMatchObject({ message: expect.stringContaining('Logging out.') as string });
    expect(said(verdict)).not.toContain('Logging out');
  });

  it('is told with why nothing is removed now', () => {
    const doubt = { because: 'unproven', message: 'no Codex was found' } as const;
    expect(said(withDoubt(restrictionVerdict(forced, ada), doubt))).toMatch(
      /^This device only allows workspace W\. .* no Codex was found/,
    );
  });

  it('is the sentence that there is where no more is known', () => {
    expect(said({ kind: 'unknown', because: 'rules', message: 'It cannot be read.' })).toBe(
      'It cannot be read.',
    );
  });
});
