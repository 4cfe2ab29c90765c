import type { AccountCommands } from '../account/account-commands.ts';
import type { KeptCommands } from '../account/kept-commands.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { Log } from '../ports.ts';
import { RunningCommands } from './running-commands.ts';

export interface KeptRequestsParts {
  readonly kept: Pick<KeptCommands, 'use' | 'remove'>;
  readonly commands: Pick<AccountCommands, 'get' | 'changeKept'>;
  readonly log: Log;
}

/**
 * Commands for kept sign-ins as the window asks for them: accepted at once, or refused with
 * `busy` while another command is under way. Their results appear as state.
 */
export class KeptRequests {
  readonly #parts: KeptRequestsParts;
  readonly #running: RunningCommands;

  constructor(parts: KeptRequestsParts) {
    this.#parts = parts;
    this.#running = new RunningCommands(parts.log);
  }

  /** @throws {AppFailure} `busy` */
  use(id: string): void {
    this.#accept('kept-use', () => this.#parts.kept.use(id));
  }

  /** @throws {AppFailure} `busy` */
  remove(id: string): void {
    this.#accept('kept-remove', () => this.#parts.kept.remove(id));
  }

  /** Resolves when everything that was accepted so far is done. */
  settled(): Promise<void> {
    return this.#running.settled();
  }

  #accept(command: string, work: () => Promise<unknown>): void {
    const { commands } = this.#parts;
    if (commands.get() !== null) {
      throw new AppFailure('busy', 'Another command is under way. Try again in a moment.');
    }
    void this.#running.run(command, () => commands.changeKept(work));
  }
}
