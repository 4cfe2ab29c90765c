import { isDeepStrictEqual } from 'node:util';

import type { SignInMethod, SignInState } from '../../shared/app-state.ts';
import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import type { SignInGrant } from '../auth/auth-record.ts';
import { AppFailure } from '../base/app-failure.ts';
import { Listeners } from '../base/listeners.ts';
import { signInWithApiKey } from './api-key-sign-in.ts';
import {
  signInWithBrowser,
  tryToOpen,
  type BrowserSteering,
  type SignedIn,
} from './browser-sign-in.ts';
import { signInWithDeviceCode } from './device-sign-in.ts';
import type { SignInDeps, SignInOwnerDeps } from './sign-in-deps.ts';
import { signInFailureOf } from './sign-in-failure.ts';

interface Attempt {
  readonly method: SignInMethod;
  readonly purpose: SignInPurpose;
  readonly cancellation: AbortController;
  readonly ended: Promise<void>;
}

/**
 * OWNER of the one sign-in that can run. Its state, and the link in it, hold no secret. A sign-in of
 * another account than asked for is held here until the person has decided.
 */
export class SignInOwner {
  readonly #deps: SignInOwnerDeps;
  readonly #listeners = new Listeners();
  #state: SignInState = { kind: 'idle' };
  #attempt: Attempt | null = null;
  #port: number | null = null;
  #steering: BrowserSteering | null = null;
  #purpose: SignInPurpose = use;
  #held: SignInGrant | null = null;

  constructor(deps: SignInOwnerDeps) {
    this.#deps = deps;
  }

  get(): SignInState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** What becomes of the sign-in that runs, or of the last one. */
  purpose(): SignInPurpose {
    return this.#purpose;
  }

  /** Starts a sign-in, unless the same one runs; another one is cancelled. */
  begin(method: 'browser' | 'device', purpose: SignInPurpose = use): void {
    if (this.#isRunning(method, purpose)) return;
    this.#start(method, purpose, method === 'browser' ? this.#browser : this.#device);
  }

  /** Signs in with a key; resolves when the state says how it went, and never rejects. */
  async submitApiKey(apiKey: string, purpose: SignInPurpose = use): Promise<void> {
    const attempt = this.#start('apiKey', purpose, async (deps, publish, signal) => {
      publish({ kind: 'finishing', method: 'apiKey' });
      await signInWithApiKey(deps, apiKey, signal);
      return nothingOpen;
    });
    await attempt.ended;
  }

  /** Adds the account of the sign-in that is held, for later; does nothing where none is. */
  async addAnother(): Promise<void> {
    const grant = this.#held;
    if (grant === null || this.#state.kind !== 'failed') return;
    this.#held = null;
    const { method } = this.#state;
    const attempt = this.#start(method, { purpose: 'keep' }, async (deps, publish) => {
      publish({ kind: 'finishing', method });
      await deps.save(grant);
      return nothingOpen;
    });
    await attempt.ended;
  }

  async cancel(): Promise<void> {
    const attempt = this.#attempt;
    if (attempt === null) return;
    attempt.cancellation.abort();
    await attempt.ended;
    if (this.#attempt === attempt) this.#set({ kind: 'idle' });
  }

  /** Before the program ends: cancels, but lets a sign-in that the person has finished be saved. */
  async settle(): Promise<void> {
    if (this.#state.kind === 'finishing') await this.#attempt?.ended;
    else await this.cancel();
    await this.#discardHeld();
  }

  dismiss(): void {
    if (this.#state.kind !== 'failed') return;
    this.#set({ kind: 'idle' });
    void this.#discardHeld();
  }

  async #discardHeld(): Promise<void> {
    const grant = this.#held;
    this.#held = null;
    if (grant !== null) await this.#deps.discard(grant);
  }

  async reopen(): Promise<void> {
    const link = this.link();
    if (link === null) return;
    const steering = this.#steering;
    const browserOpened = await (steering === null
      ? tryToOpen(this.#deps.openBrowser, link)
      : steering.openAgain());
    const state = this.#state;
    if (state.kind === 'waitingForBrowser' && state.link === link) {
      this.#set({ ...state, browserOpened });
    }
  }

  /** Lets the browser of another user, which was turned away, take part once. */
  allowOnce(): void {
    const state = this.#state;
    if (state.kind !== 'waitingForBrowser' || state.turnedAway === null) return;
    this.#steering?.allowOnce(state.turnedAway.uid);
    this.#set({ ...state, turnedAway: null });
  }

  /** @throws {AppFailure} where no sign-in waits for it, or it is none of this one. */
  takeAddress(address: string): void {
    if (this.#state.kind !== 'waitingForBrowser' || this.#steering === null) {
      throw new AppFailure('bad-request', texts.noneWaits());
    }
    this.#steering.takeAddress(address);
  }

  link(): string | null {
    if (this.#state.kind === 'waitingForBrowser') return this.#state.link;
    return this.#state.kind === 'waitingForDevice' ? this.#state.verificationUrl : null;
  }

  userCode(): string | null {
    return this.#state.kind === 'waitingForDevice' ? this.#state.userCode : null;
  }

  /** The port that a sign-in listens on; null once it is free again. */
  port(): number | null {
    return this.#port;
  }

  readonly #browser: Flow = (deps, publish, signal) =>
    signInWithBrowser(
      deps,
      {
        listening: (port, steering) => {
          this.#port = port;
          this.#steering = steering;
        },
        waiting: (wait) => publish({ kind: 'waitingForBrowser', ...wait, turnedAway: null }),
        turnedAway: (uid) => void this.#turnedAway(uid),
        finishing: () => publish({ kind: 'finishing', method: 'browser' }),
      },
      signal,
    );

  readonly #device: Flow = async (deps, publish, signal) => {
    await signInWithDeviceCode(
      deps,
      {
        waiting: (wait) => publish({ kind: 'waitingForDevice', ...wait }),
        finishing: () => publish({ kind: 'finishing', method: 'device' }),
      },
      signal,
    );
    return nothingOpen;
  };

  async #turnedAway(uid: number): Promise<void> {
    const turnedAway = { uid, name: await this.#deps.userNameOf(uid) };
    const state = this.#state;
    if (state.kind !== 'waitingForBrowser' || state.turnedAway?.uid === uid) return;
    this.#set({ ...state, turnedAway });
  }

  #start(method: SignInMethod, purpose: SignInPurpose, flow: Flow): Attempt {
    void this.#discardHeld();
    const previous = this.#attempt;
    previous?.cancellation.abort();
    const cancellation = new AbortController();
    const publish: Publish = (state) => {
      if (this.#attempt === attempt) this.#set(state);
    };
    const run = async () => {
      // The one before may still hold the port, or be saving.
      await previous?.ended;
      await this.#run(attempt, flow, publish);
    };
    const attempt: Attempt = { method, purpose, cancellation, ended: run() };
    this.#attempt = attempt;
    this.#purpose = purpose;
    this.#set({ kind: 'starting', method });
    return attempt;
  }

  async #run(attempt: Attempt, flow: Flow, publish: Publish): Promise<void> {
    const { method, purpose } = attempt;
    const { signal } = attempt.cancellation;
    const { log } = this.#deps;
    try {
      log.info('sign-in.started', { method, purpose: purpose.purpose });
      const { closed } = await flow(this.#holding(attempt), publish, signal);
      log.info('sign-in.completed', { method });
      publish({ kind: 'idle' });
      await closed;
    } catch (error) {
      if (signal.aborted) {
        log.info('sign-in.cancelled', { method });
        publish({ kind: 'idle' });
        return;
      }
      const failure = signInFailureOf(error);
      log.warn('sign-in.failed', { method, code: failure.code, stack: stackOf(failure.cause) });
      this.#deps.failed(failure.code);
      const { tried } = failure;
      publish({
        kind: 'failed',
        method,
        error: failure.toAppError(),
        ...(tried !== null && { tried }),
      });
    } finally {
      this.#port = null;
      this.#steering = null;
    }
  }

  /** What a sign-in needs, which keeps one of another account for the person to decide on. */
  #holding(attempt: Attempt): SignInDeps {
    const deps = this.#deps.forPurpose(attempt.purpose);
    return {
      ...deps,
      save: async (grant) => {
        try {
          await deps.save(grant);
        } catch (error) {
          const isOfAnother = error instanceof AppFailure && error.code === 'another-account';
          if (isOfAnother) this.#held = grant;
          if (attempt.cancellation.signal.aborted) await this.#discardHeld();
          throw error;
        }
      },
    };
  }

  #isRunning(method: SignInMethod, purpose: SignInPurpose): boolean {
    const attempt = this.#attempt;
    if (this.#state.kind === 'idle' || this.#state.kind === 'failed') return false;
    const isSame = attempt?.method === method && isDeepStrictEqual(attempt.purpose, purpose);
    return isSame && !attempt.cancellation.signal.aborted;
  }

  #set(state: SignInState): void {
    if (state.kind === 'idle' && this.#state.kind === 'idle') return;
    this.#state = state;
    this.#listeners.tell();
  }
}

type Publish = (state: SignInState) => void;
type Flow = (deps: SignInDeps, publish: Publish, signal: AbortSignal) => Promise<SignedIn>;

const use: SignInPurpose = { purpose: 'use' };

const nothingOpen: SignedIn = { closed: Promise.resolve() };

/** The frames of an error without its message, which could quote anything. */
function stackOf(cause: unknown): string | null {
  if (!(cause instanceof Error)) return null;
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [cause.name, ...frames.map((frame) => frame.trim()).slice(0, 5)].join(' | ');
}
