import { requestTexts as texts } from '../../shared/texts/requests.ts';
import { AppFailure } from '../base/app-failure.ts';
import { errorTrace } from '../base/error-trace.ts';
import type { Log } from '../ports.ts';

/** OWNER of accepted commands that are not done. What one throws is logged, without its text. */
export class RunningCommands {
  readonly #log: Log;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Resolves when the work has ended either way; never rejects. */
  run(command: string, work: () => Promise<unknown>): Promise<void> {
    const running = work()
      .then(
        () => undefined,
        (error: unknown) =>
          this.#log.error('command.unexpected-error', { command, ...errorTrace(error) }),
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }

  /** Resolves when everything that was accepted so far is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}

export function anotherUnderWay(): AppFailure {
  return new AppFailure('busy', texts.busy.anotherCommand());
}
