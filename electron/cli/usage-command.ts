import * as z from 'zod/mini';

import { usageCommandTexts as texts } from '../../shared/texts/command-line/usage-limits.ts';
import {
  usageReadingSchema,
  usageProblemCodeSchema,
  type ShownUsage,
  type ShownUsageWindow,
} from '../../shared/usage.ts';
import {
  creditsText,
  usageAmount,
  usagePercents,
  usageProblemText,
  usageWindowName,
} from '../../shared/wording/usage.ts';
import { usageShown } from '../codex-server/usage-shown.ts';
import type { Core } from '../core.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import type { Now } from '../ports.ts';
import type { Behaviour, WithJson } from './command.ts';
import { exitCodeOfRefusal, exitCodes, type ExitCode } from './exit-codes.ts';
import { isoTime, printJson } from './json-outputs.ts';
import { notSignedIn } from './not-signed-in.ts';
import { time, version1 } from './output-schema.ts';
import { reportOf } from './status-command.ts';
import type { StatusReport } from './status-schema.ts';
import type { Terminal } from './terminal.ts';

const usageOutputSchema = z.strictObject({
  ...version1,
  /** Whose usage it is; null where that is not known. */
  email: z.nullable(z.string()),
  workspaceId: z.nullable(z.string()),
  workspaceName: z.nullable(z.string()),
  readAt: time,
  windows: z.array(
    z.strictObject({
      name: z.string(),
      minutes: z.nullable(z.number()),
      /** Both null where the window was reset since it was read. */
      usedPercent: z.nullable(z.number()),
      leftPercent: z.nullable(z.number()),
      resetsAt: time,
    }),
  ),
  credits: usageReadingSchema.shape.credits,
  /** Why there is no later reading; null where all is well. */
  problem: z.nullable(
    z.strictObject({
      code: z.enum([...usageProblemCodeSchema.options, 'forbidden-by-rule', 'rules-unknown']),
      message: z.string(),
      /** Nothing is asked before; null where a next try may ask. */
      nextAt: time,
    }),
  ),
});
type UsageOutput = z.infer<typeof usageOutputSchema>;

export const usageCommand: Behaviour<WithJson> = {
  output: () => usageOutputSchema,
  run: ({ core, now, terminal }, options) => runUsage(core, now, terminal, options),
};

/**
 * `gatehouse usage`: asks by an installed Codex CLI in an empty home of its own, with the access
 * token alone. It rests as the app does, with which it shares what was read.
 */
export async function runUsage(
  core: Core,
  now: Now,
  terminal: Terminal,
  { json }: WithJson,
): Promise<ExitCode> {
  const whose = reportOf(core, now).account;
  const rule = permissionRule('gatehouse.allow_usage_limits', core.rules.get());
  if (rule.kind !== 'allowed') {
    const code = rule.kind === 'forbidden' ? 'forbidden-by-rule' : 'rules-unknown';
    const problem = { code, message: rule.reason, nextAt: null } as const;
    if (json)
      printJson<typeof usageOutputSchema>(terminal, { ...outputOf(whose, nothing), problem });
    else terminal.err(rule.reason);
    return exitCodeOfRefusal(rule.kind);
  }
  if (core.session.get().kind === 'signedOut') {
    const message = notSignedIn(core);
    const problem = { code: 'no-chatgpt-sign-in', message, nextAt: null } as const;
    if (json)
      printJson<typeof usageOutputSchema>(terminal, { ...outputOf(whose, nothing), problem });
    else terminal.err(message);
    return exitCodes.notSignedIn;
  }
  const usage = usageShown(await core.usage.look(), now());
  if (json) printJson<typeof usageOutputSchema>(terminal, outputOf(whose, usage));
  else tell(terminal, whose, usage);
  return exitCodeOf(usage);
}

const nothing: ShownUsage = { reading: null, problem: null };

function outputOf(whose: StatusReport['account'], { reading, problem }: ShownUsage): UsageOutput {
  return {
    schemaVersion: 1,
    email: whose?.email ?? null,
    workspaceId: whose?.workspaceId ?? null,
    workspaceName: whose?.workspaceName ?? null,
    readAt: isoTime(reading?.readAt ?? null),
    windows: (reading?.windows ?? []).map((window) => {
      const percents = window.isPast ? null : usagePercents(window);
      return {
        name: usageWindowName(window),
        minutes: window.minutes,
        usedPercent: percents?.used ?? null,
        leftPercent: percents?.left ?? null,
        resetsAt: isoTime(window.resetsAt),
      };
    }),
    credits: reading?.credits ?? null,
    problem: problem && {
      code: problem.code,
      message: usageProblemText(problem, isoTime),
      nextAt: isoTime(problem.nextAt),
    },
  };
}

function tell(terminal: Terminal, whose: StatusReport['account'], usage: ShownUsage): void {
  const { reading, problem } = usage;
  if (reading !== null) {
    const { email, workspaceId, workspaceName } = whose ?? {};
    const workspace = workspaceName ?? workspaceId;
    terminal.out(
      [
        titleOf(email ?? '', workspace ?? ''),
        ...reading.windows.map((window) => `  ${windowText(window)}`),
        ...(reading.windows.length === 0 ? [`  ${texts.none()}`] : []),
        ...(reading.credits === null
          ? []
          : [`  ${texts.credits({ credits: creditsText(reading.credits) })}`]),
        `  ${texts.read({ time: isoTime(reading.readAt) })}`,
      ].join('\n'),
    );
  }
  if (problem !== null) terminal.err(usageProblemText(problem, isoTime));
}

function windowText(window: ShownUsageWindow): string {
  const { resetsAt } = window;
  const limit = { name: usageWindowName(window), amount: usageAmount(window) };
  return resetsAt === null || window.isPast
    ? texts.limit(limit)
    : texts.limitResets({ ...limit, time: isoTime(resetsAt) });
}

/** Whose they are, as far as that is known: '' for not. */
function titleOf(email: string, workspace: string): string {
  const { plain, of, in: inWorkspace, ofIn } = texts.titles;
  if (email === '') return workspace === '' ? plain() : inWorkspace({ workspace });
  return workspace === '' ? of({ email }) : ofIn({ email, workspace });
}

function exitCodeOf({ problem }: ShownUsage): ExitCode {
  if (problem === null) return exitCodes.done;
  if (problem.code === 'no-chatgpt-sign-in') return exitCodes.notSignedIn;
  return problem.code === 'not-allowed' ? exitCodes.ruleViolated : exitCodes.transientFailure;
}
