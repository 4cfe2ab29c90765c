import path from 'node:path';

import { policyCommandTexts } from '../../shared/texts/command-line/policy.ts';
import { usageTexts } from '../../shared/texts/command-line/usage.ts';
import {
  policyReportSchema,
  type CandidateKind,
  type PolicyPreview,
  type PolicyReport,
} from '../../shared/policy.ts';
import { kindNote } from '../../shared/wording/policy-phrases.ts';
import { findCodexStart, isDirectory } from '../adapters/codex-start.ts';
import { readConfigBytes } from '../adapters/config-file.ts';
import type { Core } from '../core.ts';
import type { CodexStart } from '../policy/layers.ts';
import { forPeople, inWordsOfCodex, type SayReason } from '../policy/violation-text.ts';
import type { Behaviour } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';
import { policyText } from './policy-text.ts';
import type { Terminal } from './terminal.ts';

export const policyCommand: Behaviour<PolicyOptions & StartOptions> = {
  output: () => policyReportSchema,
  startOf,
  run: ({ core, terminal }, options) => runPolicy(core, terminal, options),
};

interface StartOptions {
  /** A folder. */
  readonly cd: string | null;
  readonly profile: string | null;
}

interface PolicyOptions {
  readonly json: boolean;
  readonly all: boolean;
  /** A file. */
  readonly preview: string | null;
  readonly as: CandidateKind | null;
}

/**
 * `gatehouse policy`: enforces nothing. With a ChatGPT sign-in it asks the issuer for its public
 * keys, which says nothing about the account, and waits long only where a rule demands them. The
 * core knows the start of Codex that is asked about.
 */
export async function runPolicy(
  core: Core,
  terminal: Terminal,
  { json, all, preview, as }: PolicyOptions,
): Promise<ExitCode> {
  const say = json ? inWordsOfCodex : forPeople(core.workspaceNames.get());
  const answer: Answer =
    preview === null
      ? { kind: 'report', report: await core.policy.settledReport(say), note: null }
      : await previewOf(core, { file: preview, as, say });
  if (answer.kind === 'failed') {
    terminal.err(answer.message);
    return answer.exitCode;
  }
  const { report } = answer;
  if (answer.note !== null) terminal.err(answer.note);
  if (json) printJson<typeof policyReportSchema>(terminal, report);
  else terminal.out(policyText(report, all, core.workspaceNames.get()));
  return exitCodesOfStates[report.state];
}

type Answer =
  | { readonly kind: 'report'; readonly report: PolicyReport; readonly note: string | null }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: ExitCode };

interface PreviewAsked {
  readonly file: string;
  readonly as: CandidateKind | null;
  readonly say: SayReason;
}

async function previewOf(core: Core, { file, as, say }: PreviewAsked): Promise<Answer> {
  // A relative name could be one of a managed preference of macOS.
  const found = await readConfigBytes(path.resolve(file));
  if (found.kind === 'absent')
    return failed(policyCommandTexts.file.absent({ file }), exitCodes.usage);
  if (found.kind === 'unreadable') {
    const exitCode = found.because === 'notRegular' ? exitCodes.usage : exitCodes.storeFailure;
    return failed(policyCommandTexts.file.unreadable({ file, reason: found.message }), exitCode);
  }
  const candidate = { name: path.basename(file), bytes: found.bytes, as };
  const preview = await core.policy.settledPreview(candidate, say);
  return { kind: 'report', report: preview.report, note: noteOf(preview) };
}

function noteOf(preview: PolicyPreview): string | null {
  const note = kindNote(preview);
  if (note === null) return null;
  const { byKeys, assumed } = policyCommandTexts.file;
  return preview.because === 'keys' ? byKeys({ note }) : assumed({ note });
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

/** What Codex would be started with; null where that was not asked, a sentence for no folder. */
async function startOf(
  { cd, profile }: StartOptions,
  codexHome: string,
): Promise<CodexStart | string | null> {
  if (cd === null && profile === null) return null;
  const { platform, env } = process;
  const folder = cd === null ? null : path.resolve(cd);
  const isFolder = folder === null || (await isDirectory(folder));
  if (!isFolder) return usageTexts.policy.noFolder({ folder: cd ?? '' });
  return findCodexStart({ platform, env, codexHome, folder, profile });
}
