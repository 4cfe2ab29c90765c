import path from 'node:path';

import type { CandidateKind, PolicyPreview, PolicyReport } from '../../shared/policy.ts';
import { kindNote } from '../../shared/wording/policy-phrases.ts';
import { readConfigBytes } from '../adapters/config-file.ts';
import type { Core } from '../core.ts';
import { notRegular } from '../files/regular-file.ts';
import type { OptionsOf } from './commands.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';
import { policyText } from './policy-text.ts';
import type { Terminal } from './terminal.ts';

/**
 * `gatehouse policy`: enforces nothing. With a ChatGPT sign-in it asks the issuer for its public
 * keys, which says nothing about the account, and waits long only where a rule demands them. The
 * core knows the start of Codex that is asked about.
 */
export async function runPolicy(
  core: Core,
  terminal: Terminal,
  { json, all, preview, as }: Omit<OptionsOf<'policy'>, 'cd' | 'profile'>,
): Promise<ExitCode> {
  const answer: Answer =
    preview === null
      ? { kind: 'report', report: await core.policy.settledReport(), note: null }
      : await previewOf(core, preview, as);
  if (answer.kind === 'failed') {
    terminal.err(answer.message);
    return answer.exitCode;
  }
  const { report } = answer;
  if (answer.note !== null) terminal.err(answer.note);
  if (json) printJson(terminal, 'policy', report);
  else terminal.out(policyText(report, all));
  return exitCodesOfStates[report.state];
}

type Answer =
  | { readonly kind: 'report'; readonly report: PolicyReport; readonly note: string | null }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: ExitCode };

async function previewOf(core: Core, file: string, as: CandidateKind | null): Promise<Answer> {
  // A relative name could be one of a managed preference of macOS.
  const found = await readConfigBytes(path.resolve(file));
  if (found.kind === 'absent') return failed(`${file} is not there.`, exitCodes.usage);
  if (found.kind === 'unreadable') {
    const exitCode = found.message === notRegular ? exitCodes.usage : exitCodes.storeFailure;
    return failed(`${file} cannot be read: ${found.message}.`, exitCode);
  }
  const candidate = { name: path.basename(file), bytes: found.bytes, as };
  const preview = await core.policy.settledPreview(candidate);
  return { kind: 'report', report: preview.report, note: noteOf(preview) };
}

function noteOf(preview: PolicyPreview): string | null {
  const note = kindNote(preview);
  if (note === null) return null;
  return preview.because === 'keys'
    ? `${note} --as says otherwise.`
    : `${note} Say it with --as requirements or --as managed-config.`;
}

function failed(message: string, exitCode: ExitCode): Answer {
  return { kind: 'failed', message, exitCode };
}

const exitCodesOfStates: Readonly<Record<PolicyReport['state'], ExitCode>> = {
  error: exitCodes.storeFailure,
  actionNeeded: exitCodes.ruleViolated,
  compliant: exitCodes.done,
  attention: exitCodes.done,
  notKnown: exitCodes.done,
  notManaged: exitCodes.done,
};
