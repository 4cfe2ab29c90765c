import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { KeyringReturn } from '../account/keyring-return.ts';
import { keyringWaitNotice, keyringWaitNoticeId } from '../account/notices.ts';
import { systemDelay } from '../adapters/clock.ts';
import { osKeyring } from '../adapters/os-keyring.ts';
import type { Core } from '../core.ts';
import type { Log } from '../ports.ts';
import { keyringWaits, WaitingKeyring } from '../store/waiting-keyring.ts';

/**
 * The keyring as the app waits for it: for a moment and without a prompt until there is a
 * window, then for as long as a person needs.
 */
export class AppKeyring {
  readonly keyring: WaitingKeyring;
  #core: Core | null = null;

  constructor() {
    this.keyring = new WaitingKeyring(osKeyring, {
      limitMs: (kind) => {
        if (kind === 'changing') return keyringWaits.changingMs;
        return this.#core === null ? keyringWaits.firstLookMs : keyringWaits.appReadingMs;
      },
      mayPrompt: () => this.#core !== null,
      onWait: (wait) => this.#tell(wait),
    });
  }

  /** There is a window now: looks for what the first look did not show. */
  start(core: Core, log: Log): KeyringReturn {
    this.#core = core;
    core.commands.allowPrompt();
    const keyringReturn = new KeyringReturn({
      session: core.session,
      mark: async () => (await osKeyring.state()).mark,
      reload: () => core.commands.reload(),
      delay: systemDelay,
      log,
    });
    keyringReturn.start();
    return keyringReturn;
  }

  /** Ends what waits for an answer; what is to be saved is still saved. */
  stop(): Promise<void> {
    this.#core = null;
    this.keyring.endReading();
    return Promise.resolve();
  }

  #tell(wait: KeyringWait | null): void {
    if (wait === null) this.#core?.notices.remove(keyringWaitNoticeId);
    else this.#core?.notices.put(keyringWaitNotice(wait));
  }
}
