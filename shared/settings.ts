import { z } from 'zod';

interface SettingRow {
  readonly group: SettingGroup;
  readonly label: string;
  readonly help: string;
  /** Its member of the settings file, and of `[gatehouse]` in the files of an administrator. */
  readonly key: string;
  /** A permission by which an administrator decides it in place of the key. */
  readonly ruledBy?: string;
  /** `system`: the operating system remembers it, not the settings file. */
  readonly keptBy: 'file' | 'system';
  /** Of a choice: what each of its values is called. A row without them is a switch. */
  readonly choices?: Readonly<Record<string, string>>;
  /** What holds before anybody decides. */
  readonly default: boolean | string;
  /** What counts while it is not known what an administrator has set; without it, the person's. */
  readonly whileUnknown?: boolean | string;
  /** What each value does where an administrator sets the key, by its name, and `unset`. */
  readonly effects?: Readonly<Record<string, string>>;
}

/** The groups of the settings page, in its order, with their headings. */
export const settingGroups = {
  general: 'General',
  privacy: 'Privacy',
  notifications: 'Notifications',
} as const;
export type SettingGroup = keyof typeof settingGroups;

/**
 * The settings, in the order of their page. From a row follow its card there, its request, its
 * member of the settings file, its policy key with what administrators are given for it, and its row
 * in docs/settings.md. `main.ts` gives each its owner, or this does not compile.
 */
export const settings = {
  startAtLogin: {
    group: 'general',
    label: 'Start Gatehouse at login',
    help: 'Runs in the tray and keeps you signed in.',
    key: 'start_at_login',
    keptBy: 'system',
    default: false,
    effects: {
      true: 'Gatehouse starts at login, which a person cannot switch off in its window.',
      false: 'Gatehouse does not start at login, which a person cannot switch on in its window.',
      unset: 'The person decides whether Gatehouse starts at login.',
    },
  },
  keepInTray: {
    group: 'general',
    label: 'Keep running when the window is closed',
    help: 'Stays in the tray and keeps you signed in. Off, closing the window quits Gatehouse.',
    key: 'keep_in_tray',
    keptBy: 'file',
    default: true,
    effects: {
      true: 'Gatehouse stays in the tray when its window is closed, wherever there is a tray.',
      false: 'Gatehouse quits when its window is closed.',
      unset: 'The person decides whether Gatehouse stays in the tray.',
    },
  },
  theme: {
    group: 'general',
    label: 'Theme',
    help: 'How the window looks.',
    key: 'theme',
    keptBy: 'file',
    choices: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
    default: 'system',
    effects: {
      system: 'The window is light or dark as the system is.',
      light: 'The window is light.',
      dark: 'The window is dark.',
      unset: 'The person decides how the window looks.',
    },
  },
  hideEmail: {
    group: 'privacy',
    label: 'Hide e-mail addresses',
    help: 'In the window, the tray, notifications and exports. Useful when you share your screen.',
    key: 'hide_email',
    keptBy: 'file',
    default: false,
    whileUnknown: true,
    effects: {
      true: 'E-mail addresses are hidden in the window, the tray, notifications and exports.',
      false: 'E-mail addresses are shown.',
      unset: 'The person decides whether e-mail addresses are shown.',
    },
  },
  showUsageLimits: {
    group: 'privacy',
    label: 'Show usage limits',
    help: 'Codex asks ChatGPT how much of the limits of the account in use is left, at most every 10 minutes and only while you look.',
    key: 'show_usage_limits',
    ruledBy: 'allow_usage_limits',
    keptBy: 'file',
    default: false,
  },
  notifySignIn: {
    group: 'notifications',
    label: 'When you need to sign in again',
    help: 'Codex stops working until you do.',
    key: 'notify_sign_in',
    keptBy: 'file',
    default: true,
    effects: {
      true: 'A notification tells a person who has to sign in again.',
      false: 'No notification tells a person who has to sign in again.',
      unset: 'The person decides whether a notification tells that they have to sign in again.',
    },
  },
  notifyRules: {
    group: 'notifications',
    label: 'When a rule blocks your account or signs you out',
    help: 'The window says which rule it is.',
    key: 'notify_rules',
    keptBy: 'file',
    default: true,
    effects: {
      true: 'A notification tells of a login rule that blocks or removes a sign-in.',
      false: 'No notification tells of a login rule; the window does.',
      unset: 'The person decides whether a notification tells of a login rule.',
    },
  },
  notifySwitches: {
    group: 'notifications',
    label: 'When you switch accounts in the tray',
    help: 'Whether it worked, and which account Codex uses now.',
    key: 'notify_switches',
    keptBy: 'file',
    default: true,
    effects: {
      true: 'A notification tells how a switch of accounts ended.',
      false: 'No notification tells how a switch of accounts ended; the window does.',
      unset: 'The person decides whether a notification tells how a switch of accounts ended.',
    },
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
export type SettingName = keyof typeof settings;

/** What a setting can be: `boolean` for a switch, the names of its values for a choice. */
export type SettingValue<N extends SettingName> = (typeof settings)[N] extends {
  readonly choices: infer C;
}
  ? Extract<keyof C, string>
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

export function isRuled(name: SettingName): name is RuledName {
  return settingRow(name).ruledBy === undefined;
}

export function isRemembered(name: SettingName): name is RememberedName {
  return isRuled(name) && settings[name].keptBy === 'file';
}

/** Takes the values of a setting, and nothing else. The messages follow the name of a policy key. */
export function valueSchemaOf(name: SettingName): z.ZodType<boolean | string> {
  const { choices } = settingRow(name);
  if (choices === undefined) return z.boolean({ error: 'must be true or false' });
  const values = Object.keys(choices);
  const named = values.map((value) => `"${value}"`);
  const error = `must be ${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
  return z.enum(values, { error });
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
    lock: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('set'), value: anyValue, source: z.string() }),
        z.strictObject({ kind: z.literal('unknown'), source: z.string(), message: z.string() }),
      ])
      .nullable(),
    /** Why it cannot be read, or is not what was asked for; null where all is well. */
    problem: z.strictObject({ title: z.string(), text: z.string() }).nullable(),
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
  .refine(({ name, value }) => valueSchemaOf(name).safeParse(value).success, {
    error: 'is no value of this setting',
  });
