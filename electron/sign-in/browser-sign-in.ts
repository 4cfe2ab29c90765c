import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { AppFailure } from '../base/app-failure.ts';
import { workspacesToOffer } from '../policy/sign-in-rules.ts';
import { createAuthorizationRequest, type AuthorizationRequest } from './authorization-request.ts';
import { failurePage, redirectTo } from './callback-page.ts';
import { openCallbackServer, type CallbackServer } from './callback-server.ts';
import { startCallbackSession, type CallbackSession } from './callback-session.ts';
import { exchangeCode, exchangeForApiKey } from './code-exchange.ts';
import { requireMethod, requireTokens } from './rule-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { cancelledSignIn, signInFailureOf, throwIfCancelled } from './sign-in-failure.ts';
import { withinTime } from '../base/time-limit.ts';
import type { OpenBrowser } from '../ports.ts';

/** The limit of codex-rs/app-server; the upstream command line waits without limit. */
export const browserLimitMs = 10 * 60_000;

const successPageLimitMs = 3_000;

export interface BrowserWait {
  /** The issuer's page. The browser is opened with a local address that leads to it once. */
  readonly link: string;
  readonly port: number;
  readonly portNote: string | null;
  readonly browserOpened: boolean;
  readonly expiresAt: number;
}

export interface BrowserProgress {
  /** The callback server listens on this port until the sign-in has ended. */
  listening?(port: number, steering: BrowserSteering): void;
  /** The link is ready, and the browser was opened where there is one. */
  waiting(wait: BrowserWait): void;
  /** A browser of another user of this machine was turned away. */
  turnedAway?(uid: number): void;
  finishing(): void;
}

/** What a person can do during the wait. */
export interface BrowserSteering {
  /** Opens the page again; returns whether a browser was opened. */
  openAgain(): Promise<boolean>;
  allowOnce(uid: number): void;
  /**
   * Takes the address that a browser came to which cannot reach this machine.
   * @throws {AppFailure} `callback-invalid` where it is none of this sign-in, which goes on.
   */
  takeAddress(address: string): void;
}

export interface SignedIn {
  /** Resolves within 3 s, when the success page is served and the port is free. */
  readonly closed: Promise<void>;
}

/**
 * Signs in by authorization code with PKCE over a loopback redirect (RFC 8252). The rules are checked before
 * and, read again, on the fresh tokens. Resolves once they are saved.
 * @throws {AppFailure} with nothing saved and the port free again.
 */
export async function signInWithBrowser(
  deps: SignInDeps,
  progress: BrowserProgress,
  signal: AbortSignal,
): Promise<SignedIn> {
  try {
    const known = await deps.rules();
    requireMethod(known, 'chatgpt');
    await deps.requirePlace();
    throwIfCancelled(signal);
    const server = await openCallbackServer(deps.ports);
    let session: CallbackSession | null = null;
    try {
      const request = createAuthorizationRequest(
        {
          endpoints: deps.endpoints,
          port: server.port,
          workspaces: workspacesToOffer(known, deps.expected?.workspaceId ?? null),
          loginHint: deps.expected?.email ?? null,
        },
        deps.randomBytes,
      );
      const { issuer } = deps.endpoints;
      session = startCallbackSession(
        server,
        { state: request.state, issuer, authorizationUrl: request.url },
        { ...deps, turnedAway: (uid) => progress.turnedAway?.(uid) },
      );
      progress.listening?.(server.port, steeringOf(deps, session));
      await finishInBrowser(deps, { server, request, session }, progress, signal);
      return { closed: closeAfterSuccess(deps, server, session, signal) };
    } catch (error) {
      session?.end();
      await server.close();
      throw error;
    }
  } catch (error) {
    throw signal.aborted ? cancelledSignIn() : signInFailureOf(error);
  }
}

function steeringOf(deps: SignInDeps, session: CallbackSession): BrowserSteering {
  return {
    openAgain: () => tryToOpen(deps.openBrowser, session.startAddress()),
    allowOnce: (uid) => session.allowOnce(uid),
    takeAddress: (address) => session.takeAddress(address),
  };
}

interface Attempt {
  readonly server: CallbackServer;
  readonly request: AuthorizationRequest;
  readonly session: CallbackSession;
}

async function finishInBrowser(
  deps: SignInDeps,
  attempt: Attempt,
  progress: BrowserProgress,
  signal: AbortSignal,
): Promise<void> {
  const { code, respond } = await waitForCode(deps, attempt, progress, signal);
  progress.finishing();
  try {
    await redeemAndSave(deps, attempt.request, code, signal);
  } catch (error) {
    await respond(failurePage(signal.aborted ? cancelledSignIn() : signInFailureOf(error)));
    throw error;
  }
  attempt.session.signedIn();
  // So that the code leaves the address bar; upstream's success address holds the ID token.
  await respond(redirectTo('/success'));
}

async function waitForCode(
  deps: SignInDeps,
  { server, request, session }: Attempt,
  progress: BrowserProgress,
  signal: AbortSignal,
) {
  const expiresAt = deps.now() + browserLimitMs;
  let waiting = true;
  void tryToOpen(deps.openBrowser, session.startAddress()).then((browserOpened) => {
    const { port, portNote } = server;
    // The browser may have opened slowly, and be back already.
    if (waiting) progress.waiting({ link: request.url, port, portNote, browserOpened, expiresAt });
  });
  try {
    const answer = await withinTime(session.answer, browserLimitMs, deps.delay, signal);
    if (answer === null) throw new AppFailure('timed-out', texts.timedOut());
    if (answer.kind === 'failed') throw answer.error;
    return answer;
  } finally {
    waiting = false;
  }
}

async function redeemAndSave(
  deps: SignInDeps,
  { redirectUri, codeVerifier }: AuthorizationRequest,
  code: string,
  signal: AbortSignal,
): Promise<void> {
  const issued = await exchangeCode(deps, { code, redirectUri, codeVerifier }, signal);
  requireTokens(await deps.rules(), issued.claims);
  const apiKey = await exchangeForApiKey(deps, issued.idToken, signal);
  // The last moment to cancel: a save is never broken off.
  throwIfCancelled(signal);
  await deps.save({ kind: 'chatgpt', issued, apiKey });
}

async function closeAfterSuccess(
  deps: SignInDeps,
  server: CallbackServer,
  session: CallbackSession,
  signal: AbortSignal,
): Promise<void> {
  await withinTime(session.served, successPageLimitMs, deps.delay, signal).catch(() => null);
  session.end();
  await server.close();
}

/** Opens a page; false where that fails, since the link can be copied. */
export async function tryToOpen(openBrowser: OpenBrowser, url: string): Promise<boolean> {
  try {
    return await openBrowser(url);
  } catch {
    return false;
  }
}
