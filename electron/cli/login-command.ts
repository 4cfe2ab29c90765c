import { z } from 'zod';

import { credentialSentences } from '../../shared/wording/codex-credentials.ts';
import { appErrorSchema, type AppError } from '../../shared/app-error.ts';
import type { NoticeId } from '../../shared/app-state.ts';
import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { zonedTime } from '../../shared/wording/local-time.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { Core } from '../core.ts';
import { errorTrace } from '../base/error-trace.ts';
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
  problem: appErrorSchema.nullable(),
  /** What was done with the account where it was not put into use; else null. */
  message: z.string().nullable(),
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
    const { code, message, cause } = signInFailureOf(error);
    core.signInDeps.failed(code);
    terminal.err(message);
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
  else sayStatus(terminal, reportOf(core, now), now());
  return exitCodes.done;
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
        const told = (await signInDeps.discard(grant)) ? newOneRevoked : newOneLeft;
        throw new AppFailure(error.code, `${error.message} ${told}`);
      }),
  };
}

const newOneRevoked = 'The new sign-in was revoked.';
const newOneLeft =
  'The new sign-in was not revoked, since that could end one that you have. It is kept nowhere.';

async function signIn(context: LoginContext, method: LoginMethod, deps: SignInDeps): Promise<void> {
  switch (method) {
    case 'browser':
      return inBrowser(context, deps);
    case 'device':
      return byDeviceCode(context, deps);
    case 'apiKey':
      return signInWithApiKey(deps, await readSecret(context, apiKeyInput), context.signal);
    case 'personalAccessToken': {
      const text = await readSecret(context, accessTokenInput);
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
      terminal.err(
        wait.browserOpened
          ? 'Finish signing in in your browser. If it did not open, open this link:'
          : 'Open this link in a browser on this machine to sign in:',
      );
      terminal.err(`\n${wait.link}\n`);
      if (steering !== null && terminal.stdinIsTerminal) {
        terminal.err(pasteHint);
        stopPasting = followPasted(terminal, steering);
      } else {
        terminal.err('On a remote machine, use "gatehouse login --device" instead.');
      }
      terminal.err('Ctrl-C cancels.');
    },
    turnedAway: (uid: number) =>
      terminal.err(
        `Another user of this machine (number ${uid}) tried to finish your sign-in and was turned away. Open the link in your own browser.`,
      ),
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

const pasteHint =
  'If that browser is on another machine, its last page cannot be opened: paste the address of that page here and press Enter.';

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
      const until = zonedTime(expiresAt);
      terminal.err(`Open this page in any browser and sign in:

${verificationUrl}
`);
      terminal.err(`Then enter this code, which is good until ${until}:

${userCode}
`);
      terminal.err(
        'Scammers ask for these codes. Only enter it on the page above, and only if you started this sign-in. Ctrl-C cancels.',
      );
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
    terminal.err('Saving the sign-in...');
  };
  return { signal: cancellation.signal, finishing };
}

interface SecretInput {
  /** Why nothing can be read from a terminal. */
  readonly usage: string;
  readonly tooLong: AppFailure;
  readonly empty: AppFailure;
}

const piped = (flag: string, what: string, variable: string): string =>
  `${flag} expects the ${what} on stdin. Try piping it, e.g. \`printenv ${variable} | gatehouse login ${flag}\`.`;
const tooLong = (what: string): string =>
  `Standard input holds more than 64 KiB, which is no ${what}. Pipe the ${what.split(' ').at(-1)} alone.`;

const apiKeyInput: SecretInput = {
  usage: piped('--with-api-key', 'API key', 'OPENAI_API_KEY'),
  tooLong: new AppFailure('api-key-invalid', tooLong('API key')),
  empty: new AppFailure('api-key-empty', 'No API key provided via stdin.'),
};
const accessTokenInput: SecretInput = {
  usage: piped('--with-access-token', 'access token', 'CODEX_ACCESS_TOKEN'),
  tooLong: new AppFailure('bad-request', tooLong('access token')),
  empty: new AppFailure('bad-request', 'No access token provided via stdin.'),
};

async function readSecret(
  { terminal, signal }: LoginContext,
  { usage, tooLong, empty }: SecretInput,
): Promise<string> {
  const input = await readPipedInput(terminal, signal);
  switch (input.kind) {
    case 'terminal':
      throw new AppFailure('bad-request', usage);
    case 'cancelled':
      throw cancelledSignIn();
    case 'unreadable':
      throw new AppFailure('bad-request', input.message);
    case 'tooLong':
      throw tooLong;
    case 'text':
      if (input.text.trim() !== '') return input.text;
      throw empty;
  }
}

const keptSentence = 'The sign-in that was replaced is among the kept sign-ins.';

function reportKeptContent({ core, terminal }: LoginContext): void {
  const ids: readonly NoticeId[] = ['kept-copy', 'kept-sign-in', 'not-kept', 'accounts-done'];
  const notices = core.notices.get().filter(({ id }) => ids.includes(id));
  for (const { id, message } of notices) {
    if (id === 'kept-sign-in') terminal.err(`${keptSentence} See "gatehouse kept".`);
    else terminal.err(id === 'accounts-done' ? `${message} See "gatehouse accounts".` : message);
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
