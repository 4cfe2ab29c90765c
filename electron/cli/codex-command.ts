import * as z from 'zod/mini';

import { codexCommandTexts as texts } from '../../shared/texts/command-line/codex.ts';
import { crossCheckSchema, type CrossCheckResult } from '../../shared/cross-check.ts';
import type { RunningCodex } from '../../shared/running-codex.ts';
import {
  programLine,
  restartQuestion,
  serverVariablesText,
} from '../../shared/wording/running-codex.ts';
import type { Core } from '../core.ts';
import type { Behaviour } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { isoTime, printJson } from './json-outputs.ts';
import { version1 } from './output-schema.ts';
import { runningOutputSchema } from './running-schema.ts';
import { runningOutput, stillUsedLines } from './still-used.ts';
import type { Terminal } from './terminal.ts';

const codexOutputSchema = z.strictObject({
  ...version1,
  running: runningOutputSchema,
  /** What came of a restart; null where none was asked for. */
  restart: z.nullable(
    z.strictObject({
      outcome: z.enum(['restarted', 'notRunning', 'busy', 'noProgram', 'tooOld', 'slow', 'failed']),
      message: z.string(),
    }),
  ),
  /** What Codex itself said; null where it was not to be asked. */
  crossCheck: z.nullable(crossCheckSchema),
});
type Restart = NonNullable<z.infer<typeof codexOutputSchema>['restart']>;

export const codexCommand: Behaviour<CodexOptions> = {
  output: () => codexOutputSchema,
  run: ({ core, terminal }, options) => runCodexCommand(core, terminal, options),
};

interface CodexOptions {
  readonly json: boolean;
  readonly does: 'show' | 'restart' | 'ask';
  readonly now: boolean;
}

/** `gatehouse codex`: tells what runs, and restarts the background server where that is asked for. */
export async function runCodexCommand(
  { running, crossCheck }: Pick<Core, 'running' | 'crossCheck'>,
  terminal: Terminal,
  { json, does, now }: CodexOptions,
): Promise<ExitCode> {
  await running.lookClosely();
  const restart = does === 'restart' ? await restartServer(running, terminal, now) : null;
  const answer = does === 'ask' ? await crossCheck.ask() : null;
  const found = running.get();
  if (json) {
    const outputs = { running: runningOutput(found), restart, crossCheck: answer };
    printJson<typeof codexOutputSchema>(terminal, { schemaVersion: 1, ...outputs });
  } else if (answer !== null) {
    if (answer.kind === 'asked') terminal.out(answerText(answer));
    else terminal.err(answer.message);
  } else if (restart === null) {
    terminal.out(runningText(found));
  } else if (isDone(restart)) {
    terminal.out([restart.message, ...stillUsedLines(found)].join('\n'));
  } else {
    terminal.err(restart.message);
  }
  if (answer !== null) return exitCodeOfAnswer(answer);
  return restart === null || isDone(restart) ? exitCodes.done : exitCodeOf(restart);
}

/** A difference is what a script wants to know of. */
function exitCodeOfAnswer(answer: CrossCheckResult): ExitCode {
  if (answer.kind === 'notAsked') return exitCodes.transientFailure;
  return answer.agrees === false ? exitCodes.permanentFailure : exitCodes.done;
}

function answerText(answer: Extract<CrossCheckResult, { kind: 'asked' }>): string {
  const linesOf = (facts: typeof answer.facts): readonly string[] =>
    facts.flatMap(({ about, codex, gatehouse, agrees }) => [
      texts.answer[about](),
      `  ${texts.answer.codexSays().padEnd(15)}  ${codex}`,
      `  ${texts.answer.gatehouseSays().padEnd(15)}  ${gatehouse}`,
      ...(agrees === false ? [`  ${texts.answer.differ()}`] : []),
    ]);
  // What differs comes first, with what to do.
  const differing = answer.facts.filter(({ agrees }) => agrees === false);
  const others = answer.facts.filter(({ agrees }) => agrees !== false);
  const advice = answer.advice === null ? [] : [answer.advice];
  return [
    ...linesOf(differing),
    ...advice,
    ...linesOf(others),
    texts.answer.asked({ version: answer.version }),
  ].join('\n');
}

async function restartServer(
  running: Core['running'],
  terminal: Terminal,
  now: boolean,
): Promise<Restart> {
  const question = restartQuestion(running.get());
  if (question === null) {
    return { outcome: 'notRunning', message: texts.noServer() };
  }
  const { cost, isFree } = question;
  if (!isFree && !now) {
    return { outcome: 'busy', message: texts.notRestarted({ cost }) };
  }
  terminal.err(cost);
  const { kind, message } = await running.restart();
  return { outcome: kind, message };
}

function isDone({ outcome }: Restart): boolean {
  return outcome === 'restarted' || outcome === 'notRunning';
}

function exitCodeOf({ outcome }: Restart): ExitCode {
  return outcome === 'busy' || outcome === 'slow'
    ? exitCodes.transientFailure
    : exitCodes.permanentFailure;
}

function runningText(running: RunningCodex): string {
  const { areShown, programs, stored } = running;
  if (!areShown) return texts.notShown();
  if (programs.length === 0) return texts.none();
  const lines = programs.map((one) => programLine(one, stored, (at) => isoTime(at)));
  const variables = serverVariablesText(running);
  return [...lines, ...(variables === null ? [] : [variables]), ...stillUsedLines(running)].join(
    '\n',
  );
}
