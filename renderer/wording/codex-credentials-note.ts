import type { AppState } from '../../shared/app-state.ts';
import { isStopped } from '../../shared/codex-programs.ts';
import {
  credentialLine,
  credentialSentences,
  soleCredential,
} from '../../shared/wording/codex-credentials.ts';

export interface CodexCredentialsNote {
  readonly severity: 'info' | 'warning';
  readonly title: string;
  readonly text: string;
}

/** Null where Codex uses what is stored, and where the page or a banner says what it does. */
export function codexCredentialsNote({
  account,
  codex,
  restrictions,
}: Pick<AppState, 'account' | 'codex' | 'restrictions'>): CodexCredentialsNote | null {
  const text = credentialSentences(codex, 'app').join(' ');
  const line = credentialLine(codex);
  if (text === '' || (line === null && restrictions.verdict !== 'allowed')) return null;
  if (line === null) {
    const problem = 'problem' in account ? account.problem : null;
    if (problem !== null && text.includes(problem.message)) return null;
    const title = isStopped(codex) ? 'Codex does not start' : 'Codex may not be signed in';
    return { severity: 'warning', title, text };
  }
  const sole = soleCredential(codex);
  const isStored = !['loading', 'signedOut', 'unusable'].includes(account.kind);
  const title =
    sole !== null && isStored
      ? `Stored, not used while ${sole.variable} is set`
      : 'Another credential is set here';
  return { severity: 'info', title, text };
}
