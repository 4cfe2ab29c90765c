import { describe, expect, it } from 'vitest';

import { permissionNames } from '../../shared/permissions.ts';
import { managementOf } from '../../shared/policy.ts';
import {
  isRemembered,
  settingNames,
  settingRow,
  settingWords,
  settings,
  stateOfValue,
  type RememberedName,
  type SettingName as SettingId,
  type SettingState,
} from '../../shared/settings.ts';
import { runLogout } from '../cli/logout-command.ts';
import { ShowUsageLimits } from '../account/show-usage-limits.ts';
import { runPolicy } from '../cli/policy-command.ts';
import { runUsage } from '../cli/usage-command.ts';
import type { Core } from '../core.ts';
import type { SignInGrant } from '../auth/auth-record.ts';
import type { Credential } from '../auth/credential.ts';
import { chooseStore } from '../store/store-plan.ts';
import { planned } from '../login-item/start-at-login.ts';
import { RememberedSettings } from '../settings/remembered-settings.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import {
  ada,
  chatgptCredential,
  chatgptDocument,
  environmentKey,
  grace,
  issuedTokens,
  storedApiKey,
  testNow,
} from '../testing/credentials.ts';
import { places, reportOn, sourcesOf, type Files } from '../testing/policy-reports.ts';
import { refusedRequests } from '../testing/refused-requests.ts';
import {
  accountRemoval,
  permissionRule,
  roomRule,
  settingRule,
  trustedIssuerOf,
  type Ruled,
} from './gatehouse-rules.ts';
import { settingsLayers } from './layers.ts';
import { policyNames, policyRow, type SettingName } from './policy-keys.ts';
import { restrictionVerdict } from './restriction-verdict.ts';
import { settingsFrom, type CodexConfig } from './codex-config.ts';
import { ruleForMethod } from './sign-in-rules.ts';
import { notVerified, type Evidence } from './verdict.ts';

/** What may stand in the file, beside the values that administrators are offered. */
const others: Readonly<Partial<Record<SettingName, readonly string[]>>> = {
  forced_chatgpt_workspace_id: ['"ws-1"', '["ws-1", "ws-2"]', '[]', '""'],
  allowed_login_methods: ['["api", "api"]'],
  'gatehouse.max_saved_accounts': ['2'],
  allowed_chatgpt_workspaces: ['["ws-1", "ws-2"]', '[]'],
};

/** The strongest file that may set a key, with this value. */
function filesWith(name: SettingName, value: string | null): Files {
  const place = policyRow(name).families[0] === 'config' ? 'managed' : 'requirements';
  return { [place]: value === null ? '' : `${name} = ${value}\n` };
}

interface World {
  readonly settings: CodexConfig;
  /** The program, with the same files. */
  readonly core: () => Promise<Core>;
  /** The same where an account was saved before the files were there, and another one is in use. */
  readonly savedBefore: () => Promise<Core>;
  readonly organization: string | null;
}

function worldOf(files: Files): World {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  const texts = Object.entries(files).map(([place, text]) => [
    places[place as keyof typeof places],
    text as string,
  ]);
  const systemSettings = Object.fromEntries(texts) as Record<string, string>;
  return {
    settings: settingsFrom(layers, sourcesOf(files)),
    core: async () => {
      const home = await codexHomeInTest(chatgptDocument());
      return (await coreInTest(home, { systemSettings })).core;
    },
    savedBefore: async () => {
      const home = await codexHomeInTest(chatgptDocument());
      const { core, keyring } = await coreInTest(home);
      await core.accounts.commands.keepForLater(asGrace);
      return (await coreInTest(home, { systemSettings, keyring })).core;
    },
    organization: managementOf(reportOn(files))?.organization ?? null,
  };
}

const asGrace: SignInGrant = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null };

const savedIn = ({ accounts }: Core) =>
  accounts.inHome.view().accounts.filter(({ protection }) => protection !== 'none');

/** How adding an account by a key ends. */
const adding = async ({ accounts }: Core, apiKey: string) => {
  const outcome = await accounts.commands.keepForLater({ kind: 'apiKey', apiKey });
  return outcome.kind === 'done' ? 'done' : outcome.code;
};

/** How putting the account into use that was saved before ends. */
const using = async (core: Core) => {
  const saved = savedIn(core).find(({ email }) => email === 'grace@example.com');
  const outcome = await core.accounts.commands.use(saved?.id ?? '');
  return outcome.kind === 'done' ? 'done' : outcome.code;
};

const key = storedApiKey();
const inWorkspace = (workspaceId: string): Credential =>
  chatgptCredential({ person: { ...ada, workspaceId } });
const chatgpt = inWorkspace('ws-1');
const verified: Evidence = { kind: 'verified' };
const readOnly: Evidence = { kind: 'readOnly', message: 'no key fits' };

/** What becomes of a sign-in under these settings. */
function fateOf({ rules }: CodexConfig, credential: Credential, evidence = verified): string {
  const verdict = restrictionVerdict(rules, credential, evidence);
  if (verdict.kind === 'violated') return verdict.remedy === 'signOut' ? 'removed' : 'kept';
  return verdict.kind === 'allowed' ? 'used' : 'unjudged';
}

function isKeyOfEnvironmentUsed({ rules }: CodexConfig): boolean {
  const nobody = { kind: 'signedOut' } as const;
  return restrictionVerdict(rules, nobody, notVerified(), [environmentKey]).kind === 'allowed';
}

const mayStart = ({ rules }: CodexConfig, method: 'api' | 'chatgpt'): boolean =>
  ruleForMethod(rules, method).kind === 'allowed';

function othersAre(settings: CodexConfig, fate: string): void {
  const fates = [key, chatgpt].map((credential) => fateOf(settings, credential));
  expect(fates.toSorted()).toEqual([fate, 'used'].toSorted());
}

function onlyWorkspaces(settings: CodexConfig, ids: string, fate: string): void {
  for (const id of ids.split(', ')) expect(fateOf(settings, inWorkspace(id))).toBe('used');
  expect(fateOf(settings, inWorkspace('ws-other'))).toBe(fate);
}

function storeIs({ settings }: World, mode: string): void {
  expect(chooseStore(settings, 'linux')).toMatchObject({ kind: 'chosen', mode });
}

function keyringIs({ settings }: World, linux: string, windows = linux): void {
  expect(chooseStore(settings, 'linux')).toMatchObject({ keyring: linux });
  expect(chooseStore(settings, 'win32')).toMatchObject({ keyring: windows });
}

/** These of the window, and no others. */
function requestsAreRefused(settings: CodexConfig, requests: readonly string[]): void {
  expect(refusedRequests(settings).map(({ request }) => request)).toEqual(requests);
}

/** Nothing that Gatehouse decides by is another than without any file. */
function nothingChanges({ settings }: World): void {
  const { rules, storeMode, encryptedStore, gatehouse } = worldOf({}).settings;
  expect(settings).toMatchObject({ rules, storeMode, encryptedStore, gatehouse });
}

/** Every sentence that an effect is made of, and what then has to be so. */
const claims: readonly (readonly [RegExp, (world: World, match: string) => unknown])[] = [
  [
    /^It sets no limit of its own\.$/,
    ({ settings }) => {
      for (const one of [key, chatgpt, inWorkspace('ws-2')]) {
        expect(fateOf(settings, one)).toBe('used');
      }
      expect(isKeyOfEnvironmentUsed(settings)).toBe(true);
      expect([mayStart(settings, 'api'), mayStart(settings, 'chatgpt')]).toEqual([true, true]);
    },
  ],
  [
    /^Only API keys may be used;/,
    ({ settings }) => {
      expect([mayStart(settings, 'api'), mayStart(settings, 'chatgpt')]).toEqual([true, false]);
      expect(fateOf(settings, key)).toBe('used');
      expect(isKeyOfEnvironmentUsed(settings)).toBe(true);
    },
  ],
  [
    /^Only ChatGPT sign-ins may be used;/,
    ({ settings }) => {
      expect([mayStart(settings, 'api'), mayStart(settings, 'chatgpt')]).toEqual([false, true]);
      expect(fateOf(settings, chatgpt)).toBe('used');
    },
  ],
  [
    /^ any other stored sign-in is removed from this device\./,
    ({ settings }) => othersAre(settings, 'removed'),
  ],
  [
    /^ any other stored sign-in is kept and not used\./,
    ({ settings }) => othersAre(settings, 'kept'),
  ],
  [
    /^ A key from the environment is not used\.$/,
    ({ settings }) => expect(isKeyOfEnvironmentUsed(settings)).toBe(false),
  ],
  [
    /^A ChatGPT sign-in to any workspace but (.+) is removed from this device\./,
    ({ settings }, ids) => onlyWorkspaces(settings, ids, 'removed'),
  ],
  [
    /^A ChatGPT sign-in to any workspace but (.+) is kept and not used\./,
    ({ settings }, ids) => onlyWorkspaces(settings, ids, 'kept'),
  ],
  [/^ API keys are not concerned\.$/, ({ settings }) => expect(fateOf(settings, key)).toBe('used')],
  [
    /^No method may be used: every sign-in is hidden\.$/,
    ({ settings }) => {
      expect([fateOf(settings, key), fateOf(settings, chatgpt)]).toEqual(['kept', 'kept']);
      expect([mayStart(settings, 'api'), mayStart(settings, 'chatgpt')]).toEqual([false, false]);
    },
  ],
  [
    /^No workspace may be used: every ChatGPT sign-in is kept and not used\.$/,
    ({ settings }) => {
      expect([fateOf(settings, key), fateOf(settings, chatgpt)]).toEqual(['used', 'kept']);
      expect(mayStart(settings, 'chatgpt')).toBe(false);
    },
  ],
  [/^The sign-in is kept in auth\.json\.$/, (world) => storeIs(world, 'file')],
  [/^The sign-in is kept in the keyring\.$/, (world) => storeIs(world, 'keyring')],
  [
    /^The sign-in is kept in the keyring, and in auth\.json where there is none\.$/,
    (world) => storeIs(world, 'auto'),
  ],
  [
    /^The sign-in is kept in the memory of the program that signed in\.$/,
    (world) => storeIs(world, 'ephemeral'),
  ],
  [/^The Codex CLI sends its requests to the address of the provider\.$/, nothingChanges],
  [
    /^The Codex CLI sends its requests to (\S+)\. Gatehouse sends none there\.$/,
    (world, address) => {
      expect(address).toBe('https://chatgpt.com/backend-api/');
      nothingChanges(world);
    },
  ],
  [
    /^The keyring store is an encrypted file, with its passphrase in the keyring\.$/,
    (world) => keyringIs(world, 'encryptedFile'),
  ],
  [/^The keyring store is one item of the keyring\.$/, (world) => keyringIs(world, 'item')],
  [
    /^The keyring store is an encrypted file on Windows, and one item of the keyring elsewhere\.$/,
    (world) => keyringIs(world, 'item', 'encryptedFile'),
  ],
  [
    /^A sign-in may be kept in a file\.$/,
    ({ settings }) => {
      expect(permissionRule('gatehouse.allow_file_storage', settings).kind).toBe('allowed');
      expect(mayStart(settings, 'chatgpt')).toBe(true);
    },
  ],
  [
    /^New sign-ins to a file, and moving the sign-in to a file, are refused\. One that is in a file already is left there\./,
    ({ settings }) => {
      expect(permissionRule('gatehouse.allow_file_storage', settings).kind).toBe('forbidden');
      expect([mayStart(settings, 'api'), mayStart(settings, 'chatgpt')]).toEqual([false, false]);
      expect(fateOf(settings, chatgpt)).toBe('used');
    },
  ],
  [
    /^ \S+ forbids files, and the store is "(.+)": nobody can sign in\.$/,
    ({ settings }, mode) => {
      expect(settings.rules).toMatchObject({ rules: { forbiddenStore: { value: mode } } });
      expect([mayStart(settings, 'api'), mayStart(settings, 'chatgpt')]).toEqual([false, false]);
    },
  ],
  [
    /^A person may end the sign-in on all devices\.$/,
    ({ settings }) => requestsAreRefused(settings, []),
  ],
  [
    /^Ending the sign-in on all devices is refused; signing out on this device is not\.$/,
    async ({ settings, core }) => {
      requestsAreRefused(settings, ['account.signOut {"everywhere":true}', 'accounts.signOut']);
      const logout = async (everywhere: boolean) =>
        runLogout(await core(), capturedTerminal().terminal, { everywhere, json: false });
      expect([await logout(true), await logout(false)]).toEqual([3, 0]);
    },
  ],
  [
    /^Other programs may ask Gatehouse for an access token\.$/,
    ({ settings }) =>
      expect(permissionRule('gatehouse.allow_credential_helper', settings).kind).toBe('allowed'),
  ],
  [
    /^Other programs get no access token from Gatehouse\.$/,
    ({ settings }) =>
      expect(permissionRule('gatehouse.allow_credential_helper', settings).kind).toBe('forbidden'),
  ],
  [
    /^A person may save several accounts and switch between them\.$/,
    async ({ savedBefore }) => {
      const core = await savedBefore();
      expect([await adding(core, 'sk-1'), await using(core)]).toEqual(['done', 'done']);
    },
  ],
  [
    /^No account is saved, and none that is saved is used\. Those that are saved already are kept, and can be removed\.$/,
    async ({ savedBefore }) => {
      const core = await savedBefore();
      const refused = 'forbidden-by-rule';
      expect([await adding(core, 'sk-1'), await using(core)]).toEqual([refused, refused]);
      const [saved] = savedIn(core);
      expect(saved?.state).toMatchObject({ rule: 'gatehouse.allow_saved_accounts' });
      expect(await core.accounts.commands.lend(saved?.id ?? '')).toMatchObject({ code: refused });
      await core.signInDeps.save({ kind: 'apiKey', apiKey: 'sk-2' });
      expect(savedIn(core)).toHaveLength(1);
      expect(core.kept.commands.list()).toHaveLength(1);
      expect(await core.accounts.commands.remove(saved?.id ?? '')).toMatchObject({ kind: 'done' });
    },
  ],
  [
    /^Where (\d+) accounts are saved, another one is refused; those that are there are kept\.$/,
    async ({ savedBefore }, most) => {
      const core = await savedBefore();
      // The one in use is saved by the next switch.
      for (let count = 2; count < Number(most); count += 1) {
        expect(await adding(core, `sk-${count}`)).toBe('done');
      }
      expect(await adding(core, 'sk-more')).toBe('forbidden-by-rule');
      expect(await using(core)).toBe('done');
      expect(savedIn(core)).toHaveLength(Number(most));
      expect(await adding(core, 'sk-more')).toBe('forbidden-by-rule');
      expect(await core.accounts.commands.keepForLater(asGrace)).toMatchObject({ kind: 'done' });
    },
  ],
  [
    /^The number of saved accounts has no limit\.$/,
    async ({ savedBefore }) => {
      const core = await savedBefore();
      for (let count = 0; count < 8; count += 1) {
        expect(await adding(core, `sk-${count}`)).toBe('done');
      }
    },
  ],
  [
    /^All saved accounts are removed from this device, which is announced first\. The sign-in that Codex uses stays\.$/,
    async ({ savedBefore, settings }) => {
      expect(accountRemoval(settings)).not.toBeNull();
      const core = await savedBefore();
      expect(savedIn(core)).toEqual([]);
      expect(core.session.get()).toMatchObject({ kind: 'chatgpt' });
    },
  ],
  [
    /^Saved accounts stay until a person removes them\.$/,
    async ({ savedBefore }) => expect(savedIn(await savedBefore())).toHaveLength(1),
  ],
  [/^What Gatehouse shows may be exported\.$/, ({ settings }) => requestsAreRefused(settings, [])],
  [
    /^Exporting from the window is refused\. "gatehouse policy --json" still answers, so that fleet tools can collect it\.$/,
    async ({ settings, core }) => {
      requestsAreRefused(settings, [
        'activity.export',
        'policy.copy',
        'policy.export',
        'doctor.copy',
        'doctor.export',
      ]);
      const { terminal, said } = capturedTerminal();
      const options = { json: true, all: false, preview: null, as: null };
      await runPolicy(await core(), terminal, options);
      expect(JSON.parse(said.out.join())).toHaveProperty('policies');
    },
  ],
  [
    /^A ChatGPT sign-in whose ID token cannot be verified by the issuer's published keys is kept and not used\.$/,
    ({ settings }) => {
      expect(fateOf(settings, chatgpt, readOnly)).toBe('kept');
      expect(fateOf(settings, chatgpt, verified)).toBe('used');
    },
  ],
  [
    /^ChatGPT sign-ins need no verified signature\.$/,
    ({ settings }) => expect(fateOf(settings, chatgpt, readOnly)).toBe('used'),
  ],
  [
    /^A workspace is verified by the keys that the provider publishes\.$/,
    ({ settings }) => expect(trustedIssuerOf(settings.gatehouse)).toBe('https://auth.openai.com'),
  ],
  [
    /^A workspace is verified by the keys that (https:\S+) publishes\.$/,
    ({ settings }, issuer) => expect(trustedIssuerOf(settings.gatehouse)).toBe(issuer),
  ],
  [
    /^Gatehouse starts at login, which a person cannot switch off in its window\.$/,
    ({ settings }) => {
      const startAtLogin = settings.gatehouse['gatehouse.start_at_login'];
      expect([planned(startAtLogin, 'off', null), planned(startAtLogin, 'on', false)]).toEqual([
        true,
        null,
      ]);
      expect(startAtLoginRule(settings).kind).toBe('forbidden');
    },
  ],
  [
    /^Gatehouse does not start at login, which a person cannot switch on in its window\.$/,
    ({ settings }) => {
      const startAtLogin = settings.gatehouse['gatehouse.start_at_login'];
      expect([planned(startAtLogin, 'on', null), planned(startAtLogin, 'off', true)]).toEqual([
        false,
        null,
      ]);
      expect(startAtLoginRule(settings).kind).toBe('forbidden');
    },
  ],
  [
    /^The person decides whether Gatehouse starts at login\.$/,
    ({ settings }) => {
      const startAtLogin = settings.gatehouse['gatehouse.start_at_login'];
      expect([planned(startAtLogin, 'off', true), planned(startAtLogin, 'on', false)]).toEqual([
        true,
        false,
      ]);
      expect(startAtLoginRule(settings).kind).toBe('allowed');
    },
  ],
  ...settingNames.filter(isRemembered).flatMap((name) =>
    Object.entries(settingWords(name).effects ?? {}).map(
      ([word, sentence]) =>
        [
          new RegExp(`^${sentence().replaceAll('.', '\\.')}$`),
          ({ settings: { gatehouse } }: World) => {
            // Whatever the person chooses, the rule decides; without one, the person.
            for (const chosen of valuesOf(name)) {
              const ruled = valuesOf(name).find((value) => String(value) === word);
              expect(chosenUnder(gatehouse, name, chosen)).toMatchObject({
                state: stateOfValue(ruled ?? chosen),
                lock: ruled === undefined ? null : { kind: 'set', value: ruled },
              });
            }
          },
        ] as const,
    ),
  ),
  [
    /^A person may have Gatehouse ask Codex how much of their usage limits is left\.$/,
    async ({ settings, core }) => {
      requestsAreRefused(settings, []);
      expect(await usageWhereWished(await core())).toEqual({ isOn: true, exitCode: 5 });
    },
  ],
  [
    /^Usage limits are neither asked for nor shown\.$/,
    async ({ settings, core }) => {
      requestsAreRefused(settings, ['usage.look']);
      expect(await usageWhereWished(await core())).toEqual({ isOn: false, exitCode: 3 });
    },
  ],
  [
    /^Gatehouse names (.+) as the one that manages this device\.$/,
    ({ organization }, name) => expect(organization).toBe(name),
  ],
  [/^No organisation name is shown\.$/, ({ organization }) => expect(organization).toBeNull()],
];

const cells = policyNames.flatMap((name) =>
  [null, ...policyRow(name).values, ...(others[name] ?? [])].map((value) => [name, value] as const),
);

describe('what is said of a policy is what is done', () => {
  it.each(cells)('%s = %s', async (name, value) => {
    const files = filesWith(name, value);
    const world = worldOf(files);
    let rest = reportOn(files).policies.find((row) => row.key === name)?.effect ?? '';
    // Where nobody can sign in at all, that is said instead.
    if (/^(One rule leaves no way|(Two r|R)ules contradict)/.test(rest))
      rest = policyRow(name).effect([]);
    expect(rest).not.toBe('');
    while (rest !== '') {
      const claim = claims.find(([sentence]) => sentence.test(rest));
      expect(claim, `nothing holds the sentence "${rest}"`).toBeDefined();
      if (claim === undefined) return;
      await claim[1](world, claim[0].exec(rest)?.[1] ?? '');
      rest = rest.replace(claim[0], '');
    }
  });
});

/** Whether the app shows usage limits to a person who wants that, and how the command ends. */
async function usageWhereWished(core: Core) {
  const file = { load: () => ({ show_usage_limits: true }), save: () => null };
  const owner = new ShowUsageLimits({
    ...core,
    file,
    now: () => testNow,
    delay: () => new Promise(() => {}),
  });
  const { terminal } = capturedTerminal();
  // No Codex is there.
  const exitCode = await runUsage(core, () => testNow, terminal, { json: true });
  return { isOn: owner.shown() !== null, exitCode };
}

/** What a setting is that the person has chosen so, under these rules. */
function chosenUnder(
  gatehouse: CodexConfig['gatehouse'],
  name: RememberedName,
  chosen: boolean | string,
): SettingState {
  const file = { load: () => ({ [settings[name].key]: chosen }), save: () => null };
  const rules = { get: () => ({ gatehouse }) as CodexConfig, onChange: () => () => {} };
  return new RememberedSettings({ file, rules }).ownerOf(name).get();
}

function valuesOf(name: SettingId): readonly (boolean | string)[] {
  return settingRow(name).values ?? [true, false];
}

function startAtLoginRule({ gatehouse }: Ruled) {
  return settingRule(gatehouse['gatehouse.start_at_login'], settingWords('startAtLogin').label());
}

/** The rules that refuse one thing each, by what they answer. */
function answersOf({ settings }: World): readonly string[] {
  const answers = permissionNames.map((name) => permissionRule(name, settings));
  const others = [startAtLoginRule(settings), roomRule(settings, 0)];
  return [...answers, ...others].map(({ kind }) => kind);
}

/** The one setting whose rule is not known counts so, and cannot be changed. */
function expectUnknown(
  gatehouse: CodexConfig['gatehouse'],
  counts: (name: RememberedName, chosen: boolean | string) => boolean | string,
): void {
  const unknown = settingNames.filter(isRemembered).filter((name) => {
    return gatehouse[`gatehouse.${settings[name].key}`].kind === 'unknown';
  });
  expect(unknown).toHaveLength(1);
  for (const name of unknown) {
    for (const chosen of valuesOf(name)) {
      expect(chosenUnder(gatehouse, name, chosen)).toMatchObject({
        state: stateOfValue(counts(name, chosen)),
        lock: { kind: 'unknown' },
      });
    }
  }
}

/** What is said of a value that cannot be understood, and what then has to be so. */
const whenUnknown: Readonly<Record<string, (world: World) => void>> = {
  'Nobody may sign in until that is corrected, and nothing is removed.': ({ settings }) => {
    expect([mayStart(settings, 'api'), mayStart(settings, 'chatgpt')]).toEqual([false, false]);
    expect([fateOf(settings, key), fateOf(settings, chatgpt)]).toEqual(['unjudged', 'unjudged']);
  },
  'What it governs is refused until that is corrected.': (world) => {
    const { rules, gatehouse } = world.settings;
    expect(rules.kind).toBe('known');
    expect(answersOf(world).filter((answer) => answer !== 'allowed')).toEqual(['unknown']);
    const startAtLogin = gatehouse['gatehouse.start_at_login'];
    if (startAtLogin.kind === 'unknown') {
      expect(planned(startAtLogin, 'off', true)).toBeNull();
    }
  },
  'It is not known where the sign-in is kept, so that nothing is read or written.': (world) => {
    expect(world.settings.rules.kind).toBe('known');
    expect(chooseStore(world.settings, 'linux').kind).toBe('unknown');
  },
  'No saved account is removed until that is corrected.': ({ settings }) => {
    expect(settings.rules.kind).toBe('known');
    expect(accountRemoval(settings)).toBeNull();
  },
  'Nobody is named in its place.': (world) => {
    expect(world.organization).toBeNull();
    expect(world.settings.rules.kind).toBe('known');
    expect(new Set(answersOf(world))).toEqual(new Set(['allowed']));
    storeIs(world, 'file');
  },
  'What the person chose counts, and cannot be changed until that is corrected.': ({ settings }) =>
    expectUnknown(settings.gatehouse, (_, chosen) => chosen),
  'It counts as true until that is corrected.': ({ settings }) =>
    expectUnknown(settings.gatehouse, () => true),
  'Gatehouse does not need it.': nothingChanges,
};

describe('what is said of a value that cannot be understood', () => {
  it.each(policyNames)('is so of %s', (name) => {
    const files = filesWith(name, '1979-05-27');
    const effect = reportOn(files).policies.find((row) => row.key === name)?.effect ?? '';
    const [, sentence = ''] = /cannot be used \(.+?\)\. (.+)$/.exec(effect) ?? [];
    expect(whenUnknown).toHaveProperty([sentence]);
    whenUnknown[sentence]?.(worldOf(files));
  });
});
