import * as z from 'zod/mini';

import { loginCommandTexts as texts } from '../../shared/texts/command-line/login.ts';
import { credentialSentences } from '../../shared/wording/codex-credentials.ts';
import { wrongWorkspaceText } from '../../shared/wording/broken-rule.ts';
import { appErrorSchema, type AppError } from '../../shared/app-error.ts';
import type { NoticeId } from '../../shared/app-state.ts';
import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { zonedTime } from '../base/local-time.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { Core } from '../core.ts';
import { errorTrace } from '../base/error-trace.ts';
import { effectiveWorkspaces } from '../policy/login-rules.ts';
import { signInWithAccessToken } from '../sign-in/access-token-sign-in.ts';
import { signInWithApiKey } from '../sign-in/api-key-sign-in.ts';
import { signInWithBrowser, type BrowserSteering } from '../sign-in/browser-sign-in.ts';
import type { SignInDeps } from '../sign-in/sign-in-deps.ts';
import { signInWithDeviceCode, type DeviceWait } from '../sign-in/device-sign-in.ts';
import { cancelledSignIn, signInFailureOf } from '../sign-in/sign-in-failure.ts';
import { withAccount, type FailedResult } from './accounts-command.ts';
import type { Behaviour, CoreContext } from './command.ts';
import { exitCodeOfError, exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';
import { reportOf, sayStatus } from './status-command.ts';
import { statusReportSchema } from './status-schema.ts';
import { readPipedInput, type Terminal } from './terminal.ts';

const loginOutputSchema = z.strictObject({
  schemaVersion: z.literal(2),
  outcome: z.enum(['signedIn', 'failed']),
  problem: z.nullable(appErrorSchema),
  /** What was done with the account where it was not put into use; else null. */
  message: z.nullable(z.string()),
  status: statusReportSchema,
});

type LoginMethod = 'browser' | 'device' | 'apiKey' | 'personalAccessToken';

export const loginCommand: Behaviour<LoginOptions> = {
  output: () => loginOutputSchema,
  run: (context, options) => runLogin(context, options),
};

interface LoginOptions {
  readonly json: boolean;
  readonly method: LoginMethod;
  readonly isForLater: boolean;
  /** The one to sign in to again; null for any. */
  readonly account: string | null;
}

type LoginContext = Pick<CoreContext, 'core' | 'terminal' | 'now' | 'signal' | 'protect'>;

/**
 * `gatehouse login`: whatever ends it before the new sign-in is saved leaves the old one as it
 * was. Links and codes go to standard error, and the result alone to standard output.
 */
async function runLogin(context: LoginContext, options: LoginOptions): Promise<ExitCode> {
  const { core, now, terminal } = context;
  const purpose = await purposeOf(core, options);
  if (purpose.kind === 'failed') {
    terminal.err(purpose.message);
    const problem = { code: 'bad-request', message: purpose.message } as const;
    if (options.json) printOutcome(context, 'failed', problem);
    return exitCodes.usage;
  }
  try {
    await signIn(context, options.method, depsFor(core, purpose.is));
  } catch (error) {
    const failure = signInFailureOf(error);
    const { code, message, cause } = failure;
    core.signInDeps.failed(code);
    terminal.err(refusalText(core, failure) ?? message);
    // A command has no log.
    if (code === 'internal') {
      const { name, frames } = errorTrace(cause);
      terminal.err(`${name} ${frames}`);
    }
    if (options.json) printOutcome(context, 'failed', { code, message });
    return exitCodeOfError(code);
  }
  if (purpose.is.purpose !== 'use') {
    const { message = null } = core.notices.get().find(({ id }) => id === 'accounts-done') ?? {};
    if (options.json) printOutcome(context, 'signedIn', null, message);
    else terminal.out(message ?? '');
    return exitCodes.done;
  }
  reportKeptContent(context);
  await core.running.look();
  if (options.json) {
    for (const sentence of credentialSentences(core.codexCredentials(), 'terminal')) {
      terminal.err(sentence);
    }
  }
  if (options.json) printOutcome(context, 'signedIn', null);
  else sayStatus(terminal, reportOf(core, now), { core, now: now() });
  return exitCodes.done;
}

/** Who tried, and what is allowed instead, where that is why; null where it is not. */
function refusalText({ inForce, workspaceNames }: Core, { tried }: AppFailure): string | null {
  const { rules: known } = inForce.get();
  const allowed = known.kind === 'known' ? effectiveWorkspaces(known.rules) : null;
  if (tried === null || allowed === null) return null;
  return wrongWorkspaceText(tried, allowed, workspaceNames.get());
}

/** What is to become of the sign-in; with an account, that one is renewed, in use or not. */
function purposeOf(
  core: Core,
  { isForLater, account }: LoginOptions,
): Promise<{ readonly kind: 'is'; readonly is: SignInPurpose } | FailedResult> {
  if (account === null) {
    const purpose = isForLater ? 'keep' : 'use';
    return Promise.resolve({ kind: 'is', is: { purpose } });
  }
  return withAccount(core, account, ({ id }) =>
    Promise.resolve({ kind: 'is', is: { purpose: 'renew', account: id } }),
  );
}

/** A sign-in as somebody else than asked for is revoked: here nobody could use it later. */
function depsFor({ signInDeps }: Core, purpose: SignInPurpose): SignInDeps {
  const deps = signInDeps.forPurpose(purpose);
  return {
    ...deps,
    save: (grant) =>
      deps.save(grant).catch(async (error: unknown) => {
        if (!(error instanceof AppFailure) || error.code !== 'another-account') throw error;
        const { revoked, notRevoked } = texts.otherAccount;
        const told = (await signInDeps.discard(grant)) ? revoked() : notRevoked();
        throw new AppFailure(error.code, `${error.message} ${told}`);
      }),
  };
}

async function signIn(context: LoginContext, method: LoginMethod, deps: SignInDeps): Promise<void> {
  switch (method) {
    case 'browser':
      return inBrowser(context, deps);
    case 'device':
      return byDeviceCode(context, deps);
    case 'apiKey':
      return signInWithApiKey(deps, await readSecret(context, 'apiKey'), context.signal);
    case 'personalAccessToken': {
      const text = await readSecret(context, 'accessToken');
      return signInWithAccessToken(deps, text, context.signal);
    }
  }
}

async function inBrowser(context: LoginContext, deps: SignInDeps): Promise<void> {
  const { terminal } = context;
  const { signal, finishing } = whileWaiting(context);
  let stopPasting = (): void => {};
  let steering: BrowserSteering | null = null;
  const progress = {
    listening: (_port: number, given: BrowserSteering) => {
      steering = given;
    },
    waiting: (wait: { link: string; portNote: string | null; browserOpened: boolean }) => {
      if (wait.portNote !== null) terminal.err(wait.portNote);
      terminal.err(wait.browserOpened ? texts.browser.opened() : texts.browser.notOpened());
      terminal.err(`\n${wait.link}\n`);
      if (steering !== null && terminal.stdinIsTerminal) {
        terminal.err(texts.browser.paste());
        stopPasting = followPasted(terminal, steering);
      } else {
        terminal.err(texts.browser.remote());
      }
      terminal.err(texts.browser.cancel());
    },
    turnedAway: (uid: number) => terminal.err(texts.browser.turnedAway({ number: uid })),
    finishing: () => {
      stopPasting();
      finishing();
    },
  };
  try {
    const { closed } = await signInWithBrowser(deps, progress, signal);
    // Until the browser has fetched the page that says it worked.
    await closed;
  } finally {
    stopPasting();
  }
}

/** Takes addresses that a person pastes, until one is of this sign-in. @returns how to end it. */
function followPasted(terminal: Terminal, steering: BrowserSteering): () => void {
  return terminal.followLines((line) => {
    if (line.trim() === '') return;
    try {
      steering.takeAddress(line);
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      terminal.err(error.message);
    }
  });
}

async function byDeviceCode(context: LoginContext, deps: SignInDeps): Promise<void> {
  const { terminal } = context;
  const { signal, finishing } = whileWaiting(context);
  const progress = {
    waiting: ({ verificationUrl, userCode, expiresAt }: DeviceWait) => {
      const { page, code, warning } = texts.device;
      terminal.err(`${page()}\n\n${verificationUrl}\n`);
      terminal.err(`${code({ time: zonedTime(expiresAt) })}\n\n${userCode}\n`);
      terminal.err(warning());
    },
    finishing,
  };
  await signInWithDeviceCode(deps, progress, signal);
}

/** Once the person has done their part, the code is spent, and nothing cancels the saving. */
function whileWaiting({ signal, terminal, protect }: LoginContext) {
  const cancellation = new AbortController();
  let isFinishing = false;
  const cancel = (): void => {
    if (!isFinishing) cancellation.abort();
  };
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  protect(() => isFinishing);
  const finishing = (): void => {
    isFinishing = true;
    terminal.err(texts.saving());
  };
  return { signal: cancellation.signal, finishing };
}

type SecretKind = 'apiKey' | 'accessToken';

/** What is wrong with what was piped, by the kind of secret that it should be. */
const wrongInputs = {
  apiKey: {
    usage: () => new AppFailure('bad-request', texts.codex.pipeApiKey()),
    tooLong: () => new AppFailure('api-key-invalid', texts.apiKeyTooLong()),
    empty: () => new AppFailure('api-key-empty', texts.noApiKey()),
  },
  accessToken: {
    usage: () => new AppFailure('bad-request', texts.codex.pipeAccessToken()),
    tooLong: () => new AppFailure('bad-request', texts.accessTokenTooLong()),
    empty: () => new AppFailure('bad-request', texts.noAccessToken()),
  },
} as const satisfies Record<SecretKind, Record<string, () => AppFailure>>;

async function readSecret({ terminal, signal }: LoginContext, kind: SecretKind): Promise<string> {
  const input = await readPipedInput(terminal, signal);
  const wrong = wrongInputs[kind];
  switch (input.kind) {
    case 'terminal':
      throw wrong.usage();
    case 'cancelled':
      throw cancelledSignIn();
    case 'unreadable':
      throw new AppFailure('bad-request', input.message);
    case 'tooLong':
      throw wrong.tooLong();
    case 'text':
      if (input.text.trim() !== '') return input.text;
      throw wrong.empty();
  }
}

function reportKeptContent({ core, terminal }: LoginContext): void {
  const ids: readonly NoticeId[] = ['kept-copy', 'kept-sign-in', 'not-kept', 'accounts-done'];
  const notices = core.notices.get().filter(({ id }) => ids.includes(id));
  for (const { id, message } of notices) {
    if (id === 'kept-sign-in') terminal.err(texts.replacedIsKept());
    else terminal.err(id === 'accounts-done' ? texts.seeAccounts({ done: message }) : message);
  }
}

function printOutcome(
  { core, terminal, now }: LoginContext,
  outcome: 'signedIn' | 'failed',
  problem: AppError | null,
  message: string | null = null,
): void {
  const status = reportOf(core, now);
  printJson<typeof loginOutputSchema>(terminal, {
    schemaVersion: 2,
    outcome,
    problem,
    message,
    status,
  });
}
