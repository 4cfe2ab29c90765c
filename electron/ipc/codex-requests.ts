import type { CrossCheckResult } from '../../shared/cross-check.ts';
import { backgroundServerOf } from '../../shared/running-codex.ts';
import { requestTexts as texts } from '../../shared/texts/requests.ts';
import type { CrossCheck } from '../account/cross-check.ts';
import type { NoticeBoard } from '../account/notice-board.ts';
import { restartNotice } from '../account/notices.ts';
import { AppFailure } from '../base/app-failure.ts';
import { errorTrace } from '../base/error-trace.ts';
import type { RunningCodex } from '../codex-programs/running-codex.ts';
import type { Log } from '../ports.ts';
import { anotherUnderWay } from './running-commands.ts';

export interface CodexRequestsParts {
  readonly running: Pick<
    RunningCodex,
    'get' | 'lookClosely' | 'askForRestart' | 'leaveRestart' | 'restart'
  >;
  readonly crossCheck: Pick<CrossCheck, 'ask'>;
  readonly notices: Pick<NoticeBoard, 'put' | 'remove'>;
  readonly log: Log;
}

/** What the window asks of the Codex programs that run, and of Codex itself. */
export function codexRequests({ running, crossCheck, notices, log }: CodexRequestsParts) {
  return {
    look: () => running.lookClosely(),
    askForRestart: () => running.askForRestart(),
    leaveRestart: () => running.leaveRestart(),
    /**
     * Accepted at once; its result is a notice. An app that is quit meanwhile does not wait for it.
     * @throws {AppFailure} `busy`, or `bad-request` where there is no background server
     */
    restart: (): void => {
      running.leaveRestart();
      if (running.get().isRestarting) throw anotherUnderWay();
      if (backgroundServerOf(running.get()) === null) {
        throw new AppFailure('bad-request', texts.noServer());
      }
      notices.remove('codex-restarted', 'codex-not-restarted');
      running.restart().then(
        (outcome) => notices.put(restartNotice(outcome)),
        (error: unknown) => log.error('codex-restart.unexpected-error', errorTrace(error)),
      );
    },
    ask: (): Promise<CrossCheckResult> => crossCheck.ask(),
  };
}

export type CodexRequests = ReturnType<typeof codexRequests>;
