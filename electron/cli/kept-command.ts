import { z } from 'zod';

import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import {
  keptIdSchema,
  keptMethodSchema,
  keptReasonSchema,
  type KeptSignIn,
} from '../../shared/kept-sign-ins.ts';
import { keptFacts, keptTitle } from '../../shared/wording/kept-sign-ins.ts';
import type { KeptFailureCode } from '../account/kept-commands.ts';
import type { Core } from '../core.ts';
import { withTilde } from '../base/home-folder.ts';
import { command } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { bothVersions2, isoTime, printJson, time } from './json-outputs.ts';
import type { Terminal } from './terminal.ts';

export const keptOutputSchema = z.strictObject({
  id: keptIdSchema,
  state: z.enum(['usable', 'locked', 'newer', 'unreadable']),
  keptAt: time,
  reason: keptReasonSchema.nullable(),
  method: keptMethodSchema.nullable(),
  email: z.string().nullable(),
  workspaceId: z.string().nullable(),
  /** Whether the stored tokens are spent, and these came for them. */
  isSuccessor: z.boolean(),
  /** When Codex stops working without it. */
  endsAt: time,
});
type KeptOutput = z.infer<typeof keptOutputSchema>;

const keptListSchema = z.strictObject({
  ...bothVersions2,
  kept: z.array(keptOutputSchema),
  problem: z
    .strictObject({
      code: z.enum([
        'not-found',
        'not-usable',
        'forbidden-by-rule',
        'rules-unknown',
        'unreadable',
        'unwritable',
        'busy',
        ...keyringProblemCodes,
      ]),
      message: z.string(),
    })
    .nullable(),
});

type KeptAction =
  { readonly kind: 'show' } | { readonly kind: 'use' | 'remove'; readonly id: string };

export const keptCommand = command({
  help: [
    ['', 'sign-ins that were kept, why, and what ends without them'],
    ['use|remove ID', 'put one into use, or revoke and remove it'],
  ],
  read: (_flags, words) => keptActionOf(words),
  changes: ({ action }) => action.kind !== 'show',
  output: keptListSchema,
  run: ({ core, terminal, userHome }, options) => runKept(core, terminal, { ...options, userHome }),
});

const keptUsage =
  '"gatehouse kept" takes nothing more, "use ID" or "remove ID", with an ID that it lists.';

function keptActionOf(words: readonly string[]): { readonly action: KeptAction } | string {
  const [verb, id, ...more] = words;
  if (verb === undefined) return { action: { kind: 'show' } };
  const isId = id !== undefined && more.length === 0 && keptIdSchema.safeParse(id).success;
  return isId && (verb === 'use' || verb === 'remove') ? { action: { kind: verb, id } } : keptUsage;
}

interface KeptOptions {
  readonly json: boolean;
  readonly action: KeptAction;
  readonly userHome: string;
}

/** `gatehouse kept`. */
async function runKept(
  { kept }: Pick<Core, 'kept'>,
  terminal: Terminal,
  { action, json, userHome }: KeptOptions,
): Promise<ExitCode> {
  await kept.commands.look();
  const outcome = action.kind === 'show' ? null : await kept.commands[action.kind](action.id);
  const list = kept.commands.list();
  const failure = outcome?.kind === 'failed' ? outcome : null;
  if (json) {
    const problem = failure && { code: failure.code, message: failure.message };
    printJson(terminal, keptListSchema, {
      schema: 2,
      schemaVersion: 2,
      kept: list.map(keptOutput),
      problem,
    });
  } else if (outcome === null) {
    terminal.out(withTilde(keptText(list), userHome));
  } else if (outcome.kind === 'done') {
    terminal.out(outcome.message);
  } else {
    terminal.err(withTilde(outcome.message, userHome));
  }
  if (failure === null) return exitCodes.done;
  return exitCodesOfFailures[failure.code] ?? exitCodes.storeFailure;
}

function keptText(list: readonly KeptSignIn[]): string {
  if (list.length === 0) return 'No sign-ins are kept.';
  const blocks = list.map((kept) => {
    const facts = keptFacts(kept, (timeMs) => isoTime(timeMs)).map((fact) => `  ${fact}`);
    return [`${kept.id}  ${keptTitle(kept)}`, ...facts].join('\n');
  });
  const advice = 'Use one:     gatehouse kept use ID\nRemove one:  gatehouse kept remove ID';
  return [...blocks, advice].join('\n\n');
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
