import type { SignInMethod, SignInState } from '../../shared/app-state.ts';
import { Listeners } from '../base/listeners.ts';
import { signInWithApiKey } from './api-key-sign-in.ts';
import {
  signInWithBrowser,
  tryToOpen,
  type BrowserSteering,
  type SignedIn,
} from './browser-sign-in.ts';
import { signInWithDeviceCode } from './device-sign-in.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { signInFailureOf } from './sign-in-failure.ts';

interface Attempt {
  readonly method: SignInMethod;
  readonly cancellation: AbortController;
  readonly ended: Promise<void>;
}

/** OWNER of the one sign-in that can run. Its state, and the link in it, hold no secret. */
export class SignInOwner {
  readonly #deps: SignInDeps;
  readonly #listeners = new Listeners();
  #state: SignInState = { kind: 'idle' };
  #attempt: Attempt | null = null;
  #port: number | null = null;
  #steering: BrowserSteering | null = null;

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  get(): SignInState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Starts a sign-in, unless one of the same method runs; one of another method is cancelled. */
  begin(method: 'browser' | 'device'): void {
    if (this.#isRunning(method)) return;
    this.#start(method, method === 'browser' ? this.#browser : this.#device);
  }

  /** Signs in with a key; resolves when the state says how it went, and never rejects. */
  async submitApiKey(apiKey: string): Promise<void> {
    const attempt = this.#start('apiKey', async (publish, signal) => {
      publish({ kind: 'finishing', method: 'apiKey' });
      await signInWithApiKey(this.#deps, apiKey, signal);
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
  }

  dismiss(): void {
    if (this.#state.kind === 'failed') this.#set({ kind: 'idle' });
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

  readonly #browser: Flow = (publish, signal) =>
    signInWithBrowser(
      this.#deps,
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

  readonly #device: Flow = async (publish, signal) => {
    await signInWithDeviceCode(
      this.#deps,
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

  #start(method: SignInMethod, flow: Flow): Attempt {
    const previous = this.#attempt;
    previous?.cancellation.abort();
    const cancellation = new AbortController();
    const publish: Publish = (state) => {
      if (this.#attempt === attempt) this.#set(state);
    };
    const run = async () => {
      // The one before may still hold the port, or be saving.
      await previous?.ended;
      await this.#run(method, flow, publish, cancellation.signal);
    };
    const attempt: Attempt = { method, cancellation, ended: run() };
    this.#attempt = attempt;
    this.#set({ kind: 'starting', method });
    return attempt;
  }

  async #run(
    method: SignInMethod,
    flow: Flow,
    publish: Publish,
    signal: AbortSignal,
  ): Promise<void> {
    const { log } = this.#deps;
    try {
      log.info('sign-in.started', { method });
      const { closed } = await flow(publish, signal);
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
      publish({ kind: 'failed', method, error: failure.toAppError() });
    } finally {
      this.#port = null;
      this.#steering = null;
    }
  }

  #isRunning(method: SignInMethod): boolean {
    if (this.#state.kind === 'idle' || this.#state.kind === 'failed') return false;
    return this.#attempt?.method === method && !this.#attempt.cancellation.signal.aborted;
  }

  #set(state: SignInState): void {
    if (state.kind === 'idle' && this.#state.kind === 'idle') return;
    this.#state = state;
    this.#listeners.tell();
  }
}

type Publish = (state: SignInState) => void;
type Flow = (publish: Publish, signal: AbortSignal) => Promise<SignedIn>;

const nothingOpen: SignedIn = { closed: Promise.resolve() };

/** The frames of an error without its message, which could quote anything. */
function stackOf(cause: unknown): string | null {
  if (!(cause instanceof Error)) return null;
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [cause.name, ...frames.map((frame) => frame.trim()).slice(0, 5)].join(' | ');
}
