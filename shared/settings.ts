import * as z from 'zod/mini';

import { settingTexts, settingValueTexts } from './texts/settings.ts';
import { commaList } from './wording/lists.ts';

interface SettingRow {
  readonly group: SettingGroup;
  /** Its member of the settings file, and of `[gatehouse]` in the files of an administrator. */
  readonly key: string;
  /** A permission by which an administrator decides it in place of the key. */
  readonly ruledBy?: string;
  /** `system`: the operating system remembers it, not the settings file. */
  readonly keptBy: 'file' | 'system';
  /** Of a choice. A row without them is a switch. */
  readonly values?: readonly string[];
  /** What holds before anybody decides. */
  readonly default: boolean | string;
  /** What counts while it is not known what an administrator has set; without it, the person's. */
  readonly whileUnknown?: boolean | string;
}

/** The groups of the settings page, in its order. */
export const settingGroups = ['general', 'privacy', 'notifications'] as const;
export type SettingGroup = (typeof settingGroups)[number];

/**
 * The settings, in the order of their page. From a row follow its card there, its request, its
 * member of the settings file, its policy key with what administrators are given for it, and its row
 * in docs/settings.md. `main.ts` gives each its owner, or this does not compile.
 */
export const settings = {
  startAtLogin: {
    group: 'general',
    key: 'start_at_login',
    keptBy: 'system',
    default: false,
  },
  keepInTray: {
    group: 'general',
    key: 'keep_in_tray',
    keptBy: 'file',
    default: true,
  },
  theme: {
    group: 'general',
    key: 'theme',
    keptBy: 'file',
    values: ['system', 'light', 'dark'],
    default: 'system',
  },
  hideEmail: {
    group: 'privacy',
    key: 'hide_email',
    keptBy: 'file',
    default: false,
    whileUnknown: true,
  },
  showUsageLimits: {
    group: 'privacy',
    key: 'show_usage_limits',
    ruledBy: 'allow_usage_limits',
    keptBy: 'file',
    default: false,
  },
  notifySignIn: {
    group: 'notifications',
    key: 'notify_sign_in',
    keptBy: 'file',
    default: true,
  },
  notifyRules: {
    group: 'notifications',
    key: 'notify_rules',
    keptBy: 'file',
    default: true,
  },
  notifySwitches: {
    group: 'notifications',
    key: 'notify_switches',
    keptBy: 'file',
    default: true,
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
export type SettingName = keyof typeof settings;

/** What a setting can be: `boolean` for a switch, one of its values for a choice. */
export type SettingValue<N extends SettingName> = (typeof settings)[N] extends {
  readonly values: readonly (infer Value extends string)[];
}
  ? Value
  : boolean;

/** The settings that an administrator decides by their key. */
export type RuledName = {
  [N in SettingName]: (typeof settings)[N] extends { readonly ruledBy: string } ? never : N;
}[SettingName];

/** Those of them that the settings file remembers. */
export type RememberedName = {
  [N in RuledName]: (typeof settings)[N]['keptBy'] extends 'file' ? N : never;
}[RuledName];

export const settingNames = Object.keys(settings) as readonly SettingName[];

export function settingRow(name: SettingName): SettingRow {
  return settings[name];
}

type Words<Name extends string> = { readonly [N in Name]: () => string };

/** What the texts have to say of a setting. */
type WordsOf<N extends SettingName> = Words<'label' | 'help'> &
  (N extends RuledName
    ? {
        readonly effects: Words<ValueName<N> | 'unset'>;
      } & ((typeof settings)[N]['group'] extends 'notifications' ? Words<'policyTitle'> : unknown)
    : unknown) &
  (SettingValue<N> extends string ? { readonly values: Words<SettingValue<N>> } : unknown);
type ValueName<N extends SettingName> = `${SettingValue<N>}`;

const settingWordsByName: { readonly [N in SettingName]: WordsOf<N> } = settingTexts;

interface SettingWords extends Words<'label' | 'help'> {
  /** Its name in a list of policies, where that is not its label. */
  readonly policyTitle?: () => string;
  /** Of a choice: what each of its values is called. */
  readonly values?: Readonly<Record<string, () => string>>;
  /** What each value does where an administrator sets the key, by its name, and `unset`. */
  readonly effects?: Readonly<Record<string, () => string>>;
}

export function settingWords(name: SettingName): SettingWords {
  return settingWordsByName[name];
}

/** The policy key by which an administrator decides it. */
export function policyKeyOf(name: SettingName): string {
  const { key, ruledBy = key } = settingRow(name);
  return `gatehouse.${ruledBy}`;
}

export function isRuled(name: SettingName): name is RuledName {
  return settingRow(name).ruledBy === undefined;
}

export function isRemembered(name: SettingName): name is RememberedName {
  return isRuled(name) && settings[name].keptBy === 'file';
}

/** Takes the values of a setting, and nothing else. The messages follow the name of a policy key. */
export function valueSchemaOf(name: SettingName): z.ZodMiniType<boolean | string> {
  const { values } = settingRow(name);
  if (values === undefined) return z.boolean({ error: settingValueTexts.notBoolean });
  return z.enum(values, { error: () => oneOfText(values) });
}

function oneOfText(values: readonly string[]): string {
  const named = values.map((value) => settingValueTexts.quoted({ value }));
  return settingValueTexts.notOneOf({
    values: commaList(named.slice(0, -1)),
    last: named.at(-1) ?? '',
  });
}

export function eachSetting<T>(valueOf: (name: SettingName) => T): Record<SettingName, T> {
  const entries = settingNames.map((name) => [name, valueOf(name)]);
  return Object.fromEntries(entries) as Record<SettingName, T>;
}

const anyValue = z.union([z.boolean(), z.string()]);

/** What a setting is, and who decides it. */
export const settingStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
  z.strictObject({
    kind: z.literal('known'),
    /** `on` and `off` of a switch, else the name of a value; `unknown` where it cannot be read. */
    state: z.string(),
    /** The rule that decides in place of the person; null for none. */
    lock: z.nullable(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('set'), value: anyValue, source: z.string() }),
        z.strictObject({ kind: z.literal('unknown'), source: z.string(), message: z.string() }),
      ]),
    ),
    /** Why it cannot be read, or is not what was asked for; null where all is well. */
    problem: z.nullable(z.strictObject({ title: z.string(), text: z.string() })),
  }),
]);
export type SettingState = z.infer<typeof settingStateSchema>;

/** A value as the state of a setting has it. */
export function stateOfValue(value: boolean | string): string {
  return typeof value === 'string' ? value : value ? 'on' : 'off';
}

/** The state of a setting, without who decides it; `off` where this installation has none. */
export function stateOf(state: SettingState): string {
  return state.kind === 'known' ? state.state : 'off';
}

/** What asks for a value; one that the setting cannot have is refused. */
export const settingRequestSchema = z
  .strictObject({ name: z.enum(settingNames), value: anyValue })
  .check(
    z.refine(({ name, value }) => valueSchemaOf(name).safeParse(value).success, {
      error: settingValueTexts.notAValue,
    }),
  );
