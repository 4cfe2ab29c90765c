import { z } from 'zod';

interface SwitchRow {
  readonly label: string;
  readonly help: string;
  readonly default: boolean;
}

/**
 * The switches of the settings page, in its order: what each is called there, what it is for, and
 * whether it is on before anybody decides. `main.ts` gives each its owner, or this does not compile.
 */
export const switches = {
  startAtLogin: {
    label: 'Start Gatehouse at login',
    help: 'It waits in the tray and keeps the sign-in fresh, without anybody having to think of it.',
    default: false,
  },
  showUsageLimits: {
    label: 'Show usage limits',
    help: 'Codex asks ChatGPT how much of the limits of the account in use is left, at most every 10 minutes and only while you look.',
    default: false,
  },
} as const satisfies Readonly<Record<string, SwitchRow>>;
export type SwitchName = keyof typeof switches;

export const switchNames = Object.keys(switches) as readonly SwitchName[];

export function eachSwitch<T>(valueOf: (name: SwitchName) => T): Record<SwitchName, T> {
  const entries = switchNames.map((name) => [name, valueOf(name)]);
  return Object.fromEntries(entries) as Record<SwitchName, T>;
}

/** What a switch is set to, and who decides it. */
export const switchStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
  z.strictObject({
    kind: z.literal('known'),
    state: z.enum(['reading', 'on', 'off', 'unknown']),
    /** The rule that decides in place of the person; null for none. */
    lock: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('set'), value: z.boolean(), source: z.string() }),
        z.strictObject({ kind: z.literal('unknown'), source: z.string(), message: z.string() }),
      ])
      .nullable(),
    /** Why it cannot be read, or is not what was asked for; null where all is well. */
    problem: z.strictObject({ title: z.string(), text: z.string() }).nullable(),
  }),
]);
export type SwitchState = z.infer<typeof switchStateSchema>;
