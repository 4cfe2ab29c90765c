import type { AppState } from '../../shared/app-state.ts';
import { isStopped } from '../../shared/codex-programs.ts';
import { codexCredentialsNoteTexts as texts } from '../../shared/texts/codex-credentials-note.ts';
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
  const text = stopReason(codex) ?? credentialSentences(codex, 'app').join(' ');
  const line = credentialLine(codex);
  if (text === '' || (line === null && restrictions.verdict !== 'allowed')) return null;
  if (line === null) {
    // The banner says which rules stop it.
    const { deadlock } = restrictions;
    if (deadlock !== null && text.includes(deadlock.message)) return null;
    const problem = 'problem' in account ? account.problem : null;
    if (problem !== null && text.includes(problem.message)) return null;
    const title = isStopped(codex) ? texts.stopped() : texts.signedOut();
    return { severity: 'warning', title, text };
  }
  const sole = soleCredential(codex);
  const isStored = !['loading', 'signedOut', 'unusable'].includes(account.kind);
  if (!isStored) {
    const title = sole === null ? texts.unneededBySome() : texts.unneeded();
    return { severity: 'info', title, text };
  }
  if (sole === null) return { severity: 'info', title: texts.another(), text };
  const step = texts.steps[sole.setIn]({ variable: sole.variable });
  return { severity: 'info', title: texts.storedNotUsed(), text: `${text} ${step}` };
}

/** Why no Codex program starts, without saying so again; null where some do, or for several reasons. */
function stopReason({ exec, terminal, apps }: AppState['codex']): string | null {
  const reasons = [exec, terminal, apps].map((use) => (use.uses === 'stops' ? use.message : null));
  const [reason = null] = new Set(reasons);
  return new Set(reasons).size === 1 ? reason : null;
}
