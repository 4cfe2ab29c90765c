import { keptCommandTexts as texts } from '../../shared/texts/command-line/kept.ts';
import type { KeptSignIn } from '../../shared/kept-sign-ins.ts';
import { keptFacts, keptTitle } from '../../shared/wording/kept-sign-ins.ts';
import { zonedTime } from '../base/local-time.ts';
import type { KeptFailureCode } from '../account/kept-commands.ts';
import type { Core } from '../core.ts';
import type { KeptAction } from './kept-action.ts';
import type { Behaviour } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { isoTime, printJson } from './json-outputs.ts';
import { keptListSchema, type KeptOutput } from './kept-schema.ts';
import { nothingStillUsed, stillUsedAfter } from './still-used.ts';
import type { Terminal } from './terminal.ts';

export const keptCommand: Behaviour<KeptOptions> = {
  output: () => keptListSchema,
  run: ({ core, terminal }, options) => runKept(core, terminal, options),
};

interface KeptOptions {
  readonly json: boolean;
  readonly action: KeptAction;
}

/** `gatehouse kept`. */
async function runKept(
  { kept, running }: Pick<Core, 'kept' | 'running'>,
  terminal: Terminal,
  { action, json }: KeptOptions,
): Promise<ExitCode> {
  await kept.commands.look();
  const outcome = action.kind === 'show' ? null : await kept.commands[action.kind](action.id);
  const list = kept.commands.list();
  const failure = outcome?.kind === 'failed' ? outcome : null;
  if (json) {
    const problem = failure && { code: failure.code, message: failure.message };
    printJson<typeof keptListSchema>(terminal, {
      schema: 2,
      schemaVersion: 2,
      kept: list.map(keptOutput),
      problem,
    });
  } else if (outcome === null) {
    terminal.out(keptText(list));
  } else if (outcome.kind === 'done') {
    const { lines } = action.kind === 'use' ? await stillUsedAfter({ running }) : nothingStillUsed;
    terminal.out([outcome.message, ...lines].join('\n'));
  } else {
    terminal.err(outcome.message);
  }
  if (failure === null) return exitCodes.done;
  return exitCodesOfFailures[failure.code] ?? exitCodes.storeFailure;
}

function keptText(list: readonly KeptSignIn[]): string {
  if (list.length === 0) return texts.none();
  const blocks = list.map((kept) => {
    const facts = keptFacts(kept, (timeMs) => zonedTime(timeMs)).map((fact) => `  ${fact}`);
    return [`${kept.id}  ${keptTitle(kept)}`, ...facts].join('\n');
  });
  return [...blocks, texts.advice()].join('\n\n');
}

export function keptOutput(kept: KeptSignIn): KeptOutput {
  const isKnown = kept.kind === 'usable' || kept.kind === 'locked';
  const usable = kept.kind === 'usable' ? kept : null;
  return {
    id: kept.id,
    state: kept.kind,
    keptAt: isKnown ? isoTime(kept.keptAt) : null,
    reason: isKnown ? kept.reason : null,
    method: usable?.method ?? null,
    email: usable?.email ?? null,
    workspaceId: usable?.workspaceId ?? null,
    isSuccessor: isKnown && kept.isSuccessor,
    endsAt: isKnown ? isoTime(kept.endsAt) : null,
  };
}

/** All others are failures of the store. */
const exitCodesOfFailures: Readonly<Partial<Record<KeptFailureCode, ExitCode>>> = {
  'not-found': exitCodes.usage,
  'forbidden-by-rule': exitCodes.ruleViolated,
  busy: exitCodes.transientFailure,
};
