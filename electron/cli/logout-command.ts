import { z } from 'zod';

import { logoutCommandTexts as texts } from '../../shared/texts/command-line/logout.ts';
import { credentialSentences } from '../../shared/wording/codex-credentials.ts';
import { noticeTexts } from '../../shared/texts/notices.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import type { RevokeOutcome } from '../auth/token-endpoint.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { keptCopiesText } from '../../shared/wording/copies.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import { leftBehind } from '../account/left-behind.ts';
import type { Core } from '../core.ts';
import type { Behaviour } from './command.ts';
import { exitCodeOfRefusal, exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson, type Printable } from './json-outputs.ts';
import { version1 } from './output-schema.ts';
import { notSignedIn } from './not-signed-in.ts';
import { nothingStillUsed, stillUsedAfter } from './still-used.ts';
import type { Terminal } from './terminal.ts';

const logoutOutputSchema = z.strictObject({
  ...version1,
  /** `refused`: by a rule. `changed`: another sign-in was stored meanwhile, and stays. */
  outcome: z.enum(['signedOut', 'notSignedIn', 'refused', 'failed', 'changed']),
  /** Null where no revocation was asked for or needed. */
  revoked: z.boolean().nullable(),
  unreached: z.array(z.string()),
  /** Copies of what could not be read, now or earlier. */
  keptCopies: z.array(z.string()),
  message: z.string(),
  /** What goes on with the account that was signed out, in sentences. */
  stillUsed: z.array(z.string()),
});

export const logoutCommand: Behaviour<LogoutOptions> = {
  output: () => logoutOutputSchema,
  run: ({ core, terminal }, options) => runLogout(core, terminal, options),
};

interface LogoutOptions {
  readonly json: boolean;
  readonly everywhere: boolean;
}

type LogoutReport = Omit<
  Printable<z.infer<typeof logoutOutputSchema>>,
  'schemaVersion' | 'stillUsed'
>;

/**
 * `gatehouse logout`: removes the stored credential; being signed out already is no failure. A
 * failed revocation is reported and does not hold the removal back.
 */
export async function runLogout(
  core: Core,
  terminal: Terminal,
  options: LogoutOptions,
): Promise<ExitCode> {
  const rule = options.everywhere
    ? permissionRule('gatehouse.allow_sign_out_everywhere', core.rules.get())
    : null;
  const isForbidden = rule !== null && rule.kind !== 'allowed';
  const report: LogoutReport = isForbidden
    ? { outcome: 'refused', revoked: null, unreached: [], keptCopies: [], message: rule.reason }
    : await signOut(core, terminal, options.everywhere);
  const isChanged = report.outcome === 'signedOut' || report.outcome === 'changed';
  const { stillUsed, lines } = isChanged ? await stillUsedAfter(core) : nothingStillUsed;
  if (options.json) {
    const output = { schemaVersion: 1, ...report, stillUsed } as const;
    printJson<typeof logoutOutputSchema>(terminal, output);
  } else if (report.outcome === 'failed' || report.outcome === 'changed' || isForbidden)
    terminal.err(report.message);
  else terminal.out([report.message, ...lines].join('\n'));
  if (report.outcome === 'signedOut') {
    for (const place of report.unreached) {
      terminal.err(texts.notReached({ place }));
    }
    for (const sentence of leftBehind(core.rules.get(), core.kept.commands.list())) {
      terminal.err(sentence);
    }
  }
  if (core.notices.get().some(({ id }) => id === 'left-in-keyring'))
    terminal.err(keyringProblemTexts.leftInKeePassXC());
  if (report.keptCopies.length > 0) terminal.err(keptCopiesText(report.keptCopies));
  for (const sentence of credentialSentences(core.codexCredentials(), 'terminal')) {
    terminal.err(sentence);
  }
  if (isForbidden) return exitCodeOfRefusal(rule.kind);
  if (report.outcome === 'changed') return exitCodes.transientFailure;
  return report.outcome === 'failed' ? exitCodes.storeFailure : exitCodes.done;
}

/** What is about to be removed, where that is no sign-in which Gatehouse could revoke. */
function removalOf(core: Core): string | null {
  const { kind } = core.session.get();
  switch (kind) {
    case 'apiKey':
    case 'personalAccessToken':
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return texts.removal({
        name: signInKindTexts.names[kind](),
        consequence: signInKindTexts.removals[kind](),
      });
    case 'signedOut':
    case 'chatgpt':
    case 'unusable':
      return null;
  }
}

async function signOut(core: Core, terminal: Terminal, everywhere: boolean): Promise<LogoutReport> {
  const removal = removalOf(core);
  if (removal !== null) terminal.err(removal);
  const outcome = await core.commands.signOut({ everywhere });
  if (outcome === null) {
    const notice = core.notices.get().find(({ id }) => id === 'sign-out-failed');
    return { ...nothingLeft, ...failure(notice?.message ?? ''), revoked: null };
  }
  const { revocation } = outcome;
  const revoked = revocation === null ? null : revocation.kind === 'revoked';
  if (outcome.kind === 'changed') {
    return { ...nothingLeft, outcome: 'changed', revoked, message: noticeTexts.changedBySignOut() };
  }
  const { removed, unreached, mayRemain, passedLocks = [] } = outcome;
  for (const lock of passedLocks) terminal.err(texts.notWaitedFor({ lock }));
  await core.storage.inspect({ withKeyring: false });
  const keptCopies = core.storage.get().report?.keptCopies ?? [];
  if (mayRemain) {
    const rest = removed ? [texts.restRemoved()] : [];
    const done = revoked ? [texts.revoked()] : [];
    const reason = [...unreached, ...rest, ...done].join(' ');
    return { ...failure(reason), revoked, unreached, keptCopies };
  }
  if (!removed) {
    const message = notSignedIn(core);
    return { outcome: 'notSignedIn', revoked: null, unreached, keptCopies, message };
  }
  return { outcome: 'signedOut', unreached, keptCopies, ...describeRevocation(revocation) };
}

const nothingLeft = { unreached: [], keptCopies: [] } as const;

function failure(reason: string): Pick<LogoutReport, 'outcome' | 'message'> {
  return { outcome: 'failed', message: texts.failed({ reason }) };
}

function describeRevocation(
  revocation: RevokeOutcome | null,
): Pick<LogoutReport, 'revoked' | 'message'> {
  if (revocation === null || revocation.kind === 'nothing') {
    return { revoked: null, message: texts.here() };
  }
  if (revocation.kind === 'revoked') return { revoked: true, message: texts.everywhere() };
  return {
    revoked: false,
    message: texts.hereOnly({ reason: revocation.message }),
  };
}
