import path from 'node:path';

import type { Problem } from '../shared/app-state.ts';
import type { CodexCredentials } from '../shared/codex-programs.ts';
import { storeTexts } from '../shared/texts/stores.ts';
import { Activity, type ActivityLog } from './activity/activity.ts';
import { AccountsRemoval } from './account/accounts-removal.ts';
import { AccountCommands } from './account/account-commands.ts';
import { CrossCheck, type InstalledAnswer } from './account/cross-check.ts';
import { KeptCommands } from './account/kept-commands.ts';
import { LastRemoval } from './account/last-removal.ts';
import { AccountsInHome } from './account/accounts-in-home.ts';
import { SavedAccountCommands } from './account/saved-account-commands.ts';
import { revokeRecord } from './account/revoke-record.ts';
import { useRefusal } from './account/use-verdict.ts';
import { NoticeBoard } from './account/notice-board.ts';
import { AuthSession } from './auth/auth-session.ts';
import type { AuthRecord } from './auth/auth-record.ts';
import { askedAs, type AskedAs } from './codex-server/asked-as.ts';
import type { AskScratchCodex } from './codex-server/scratch-codex.ts';
import { UsageLimits } from './codex-server/usage-limits.ts';
import { WorkspaceNames } from './codex-server/workspace-names.ts';
import { resolveCredential, type Credential } from './auth/credential.ts';
import { StoreError, type CredentialStore } from './auth/credential-store.ts';
import { EnvironmentToken } from './auth/environment-token.ts';
import type { Endpoints } from './auth/endpoints.ts';
import { credentialsInUse } from './policy/credential-in-use.ts';
import { RulesInForce } from './policy/cloud-rules.ts';
import { CodexLoading, type AskCodex } from './policy/codex-loading.ts';
import { trustedIssuerOf } from './policy/gatehouse-rules.ts';
import { DemandedEvidence } from './policy/demanded-evidence.ts';
import { modelProviderOf } from './policy/model-provider.ts';
import { WorkspaceEvidence } from './policy/workspace-evidence.ts';
import { PolicyOwner } from './policy-report/policy-owner.ts';
import {
  readSettings,
  settingsPlaces,
  type ReadDotenv,
  type ReadConfigFile,
  type CodexConfig,
} from './policy/codex-config.ts';
import type { CodexStart } from './policy/layers.ts';
import { rereadConfig, RulesOwner } from './policy/rules-owner.ts';
import { forPeople } from './policy/violation-text.ts';
import type { Delay, HttpClient, Log, Now, OpenBrowser, RandomBytes } from './ports.ts';
import { FactsFile } from './files/facts-file.ts';
import { privateFolder } from './files/private-folder.ts';
import { AccountSwitch, type SwitchRefusal } from './saved-accounts/account-switch.ts';
import type { KeySlot } from './saved-accounts/account-key.ts';
import { HolderHistory } from './codex-programs/holder-history.ts';
import { historySchema, noHistory } from './codex-programs/home-history.ts';
import {
  RunningCodex,
  type BackgroundServer,
  type CodexPrograms,
} from './codex-programs/running-codex.ts';
import { SavedAccounts } from './saved-accounts/saved-accounts.ts';
import { registeredPorts } from './sign-in/callback-server.ts';
import type { CheckPeer } from './sign-in/peer-check.ts';
import type { SignInDeps, SignInOwnerDeps } from './sign-in/sign-in-deps.ts';
import { PauseFile, RefusalFile } from './store/note-file.ts';
import type { LockFile } from './store/file-lock.ts';
import { homeFolderProblem, realHome } from './store/codex-home.ts';
import type { Keyring } from './store/keyring.ts';
import { KeyringEntries } from './store/keyring-entries.ts';
import {
  folderDigest,
  keptAccountKeys,
  keyringItemsOf,
  savedAccountsItem,
} from './store/keyring-items.ts';
import { askKeyring } from './store/keyring-failure.ts';
import { KeyringNote } from './store/keyring-note.ts';
import { KeptFolder } from './store/kept-folder.ts';
import { KeptItems } from './store/kept-items.ts';
import { KeptSignIns } from './store/kept-sign-ins.ts';
import type { Seal } from './store/journals.ts';
import { keyringPassphrase, passphraseSeal } from './store/passphrase-seal.ts';
import {
  accountsLock,
  commitGuard,
  refreshGuard,
  type CommitGuard,
} from './store/account-locks.ts';
import { EncryptedFile } from './store/locations/encrypted-file.ts';
import { KeyringItemLocation } from './store/locations/keyring-item.ts';
import { ForeignMemory, Memory } from './store/locations/memory.ts';
import { PlainFile } from './store/locations/plain-file.ts';
import { PlannedStore } from './store/planned-store.ts';
import { PromptSparingKeyring } from './store/prompt-sparing-keyring.ts';
import { ReadBackKeyring } from './store/read-back-keyring.ts';
import { StorageOwner, type Places } from './storage/storage-owner.ts';
import { keyringAlternatives, RuledKeyring } from './store/ruled-keyring.ts';
import { chooseStore, type StoreChoice } from './store/store-plan.ts';
import { lazy } from './base/lazy.ts';
import { withinTime } from './base/time-limit.ts';

/** What the core needs of the program around it. */
export interface CoreParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Absolute. */
  readonly userHome: string;
  /** Absolute. */
  readonly codexHome: string;
  /** Gatehouse's own, absolute; null where there is none. */
  readonly dataFolder: string | null;
  readonly homePrograms: CodexPrograms;
  readonly backgroundServer: BackgroundServer;
  /** Starts the installed Codex on the home, and asks it. */
  readonly askInstalled: () => Promise<InstalledAnswer>;
  readonly endpoints: Endpoints;
  readonly http: HttpClient;
  readonly keyring: Keyring;
  readonly lockFile: LockFile;
  /** Only the app keeps a credential in memory, and does what is due by itself. */
  readonly program: 'app' | 'command-line';
  readonly now: Now;
  readonly delay: Delay;
  readonly randomBytes: RandomBytes;
  readonly openBrowser: OpenBrowser;
  readonly checkPeer: CheckPeer;
  readonly userNameOf: (uid: number) => Promise<string | null>;
  readonly readConfigFile: ReadConfigFile;
  readonly readDotenv: ReadDotenv;
  readonly askCodex: AskCodex;
  readonly askScratch: AskScratchCodex;
  readonly activityLog: ActivityLog;
  readonly log: Log;
  readonly isWatched: () => boolean;
  readonly version: string;
  /** The start of Codex that is asked about; left out for what counts for every start. */
  readonly start?: CodexStart | null;
}

/** The owners that the window, the tray and the command line share. */
export interface Core {
  readonly store: CredentialStore;
  readonly session: AuthSession;
  readonly rules: RulesOwner;
  readonly inForce: RulesInForce;
  readonly notices: NoticeBoard;
  readonly commands: AccountCommands;
  readonly kept: {
    readonly commands: KeptCommands;
    onChange(listener: () => void): () => void;
  };
  readonly accounts: {
    readonly commands: SavedAccountCommands;
    readonly inHome: AccountsInHome;
    onChange(listener: () => void): () => void;
  };
  /** The Codex programs that run with this home. */
  readonly running: RunningCodex;
  readonly crossCheck: CrossCheck;
  readonly storage: StorageOwner;
  readonly keyringEntries: KeyringEntries;
  readonly activity: Activity;
  readonly policy: PolicyOwner;
  readonly demanded: DemandedEvidence;
  readonly workspaceNames: WorkspaceNames;
  readonly usage: UsageLimits;
  readonly environmentToken: EnvironmentToken;
  /** What Codex programs use that start with this environment. */
  readonly codexCredentials: () => CodexCredentials;
  readonly homeProblem: () => Promise<Problem | null>;
  /** What the sign-in methods need, bound to these owners. */
  readonly signInDeps: SignInOwnerDeps;
}

/** Whether something would be lost, or left half done, if the program ended now. */
export function isAtStake({ session, commands, storage, accounts }: Core): boolean {
  return (
    accounts.commands.isBusy() ||
    session.isRefreshing() ||
    session.hasTokensInMemoryAlone() ||
    commands.get() !== null ||
    storage.get().busy === 'moving'
  );
}

/** How long the start of the app waits for the issuer. */
const firstLookMs = 2_000;

/**
 * Builds the owners and loads what is stored. Nothing is enforced or refreshed yet. Those that nothing
 * depends on are made when they are asked for: a command asks for few.
 */
export async function openCore(parts: CoreParts): Promise<Core> {
  const { codexHome, delay, endpoints, env, http, log, now } = parts;
  const { start = null } = parts;
  const places = settingsPlaces(parts.platform, codexHome, env, start);
  const environmentToken = new EnvironmentToken(env, { http, endpoints });
  const read = async (): Promise<CodexConfig> => {
    const settings = await readSettings(places, parts.readConfigFile, parts.readDotenv);
    return { ...settings, environment: environmentToken.withLearnt(settings.environment) };
  };
  const rules = await RulesOwner.open(rereadConfig(read, delay), now);
  const keyring = new PromptSparingKeyring(new ReadBackKeyring(parts.keyring), now);
  const ruledKeyring = new RuledKeyring(keyring, () => keyringAlternatives(rules.get(), places));
  const storePlaces = buildPlaces(parts, ruledKeyring);
  const choose = (): StoreChoice => chooseStore(rules.get(), parts.platform);
  const commit = commitGuard(parts.lockFile, codexHome, log);
  await finishInterruptedSave(storePlaces.file, commit, log);
  const store = new PlannedStore({
    choose,
    locations: {
      ...storePlaces,
      // Codex has nothing in its memory when it starts.
      memory: parts.program === 'app' || start !== null ? new Memory() : new ForeignMemory(),
    },
    keyringNote: new KeyringNote(codexHome),
    commit,
    delay,
    log,
  });
  // A command prompts once: the person has answered, or has left it.
  const allowKeyringPrompt = (): void => {
    if (parts.program === 'app') keyring.allowPrompt();
  };
  const guard = refreshGuard({
    lockFile: parts.lockFile,
    codexHome,
    onUnlocked: ({ code }) => log.warn('refresh-not-locked', { reason: code }),
  });
  const kept = new KeptSignIns({
    files: new KeptFolder(codexHome),
    seal: keptSeal(ruledKeyring, codexHome),
    now,
    log,
  });
  const activity = new Activity({
    log: parts.activityLog,
    now,
    person: parts.program === 'app' ? 'user' : parts.program,
  });
  kept.onKept(({ record, reason, source }) => {
    const stored = { kind: 'present', record, source } as const;
    const location = storeTexts.places.keptSignIn();
    const credential = resolveCredential({ stored, location });
    activity.recordDue({ action: 'keep-sign-in', outcome: 'done', credential, detail: reason });
  });
  const pauses = new PauseFile(storePlaces.file.location);
  const home = (): Promise<string> => realHome(codexHome);
  const history = new HolderHistory({
    file: new FactsFile({
      folder: privateFolder(parts.dataFolder && path.join(parts.dataFolder, 'homes')),
      name: `${folderDigest(await home())}.json`,
      schema: historySchema,
      none: noHistory,
      log,
    }),
    fileWrittenAt: () => storePlaces.file.writtenAt(),
    now,
  });
  const session = await AuthSession.open({
    witness: history,
    kept,
    randomBytes: parts.randomBytes,
    store,
    http,
    endpoints,
    guard,
    refusals: new RefusalFile(storePlaces.file.location),
    pauses,
    now,
    delay,
    log,
  });
  await kept.reload();
  const evidence = new WorkspaceEvidence({
    http,
    issuer: () => trustedIssuerOf(rules.get().gatehouse),
    now,
    log,
  });
  const inForce = new RulesInForce({ rules, session, now });
  const demanded = new DemandedEvidence({
    rules,
    session,
    evidence,
    now,
    delay,
    isLasting: parts.program === 'app',
  });
  const looked = demanded.start();
  // A command answers once; the app can say that something is open, and go on.
  await (parts.program === 'app' ? withinTime(looked, firstLookMs, delay) : looked);
  // The installed CLI is asked about every start, and takes no profile where it is.
  const ask: AskCodex =
    start === null ? parts.askCodex : () => Promise.resolve({ kind: 'noProgram' });
  const loading = new CodexLoading({ rules, ask });
  const accountsPath = parts.dataFolder && path.join(parts.dataFolder, 'accounts');
  const accountsFolder = privateFolder(accountsPath);
  const accounts = new SavedAccounts({
    folder: accountsFolder,
    key: accountKeySlot(ruledKeyring, now),
    lock: accountsLock(parts.lockFile, accountsPath),
    now,
  });
  const policy = lazy(
    () =>
      new PolicyOwner({
        ...parts,
        rules,
        inForce,
        session,
        evidence,
        loading,
        savedAccounts: {
          get: () => accounts.get().entries.filter(({ homes }) => homes.length === 0),
          onChange: (listener) => accounts.onChange(listener),
        },
        removal: new LastRemoval({ activity, layers: places.layers, now }),
        places,
        appVersion: parts.version,
      }),
  );
  const notices = NoticeBoard.of({ session, accounts, kept });
  const keyringEntries = lazy(
    () =>
      new KeyringEntries({
        keyring: ruledKeyring,
        codexHome,
        commit,
        randomId: () => Buffer.from(parts.randomBytes(16)).toString('hex'),
      }),
  );
  const useParts = {
    rules,
    inForce,
    evidence: (credential: Credential) => evidence.get(credential),
    http,
    endpoints,
    // Read when somebody asks, which is after all of this is there.
    workspaceNames: { get: () => workspaceNames.get() },
    now,
  };
  const judge = async (record: AuthRecord): Promise<SwitchRefusal | null> => {
    const credential = resolveCredential({
      stored: { kind: 'present', record, source: 'file' },
      location: storeTexts.places.savedAccount(),
    });
    const refusal = await useRefusal(useParts, credential);
    if (refusal === null) return null;
    const { code, message } = refusal;
    return { kind: 'refused', code: code === 'not-usable' ? 'needs-sign-in' : code, message };
  };
  const switching = new AccountSwitch({
    accounts,
    folder: accountsFolder,
    session,
    store,
    home,
    journalName: async () => `switch-${folderDigest(await home())}.json`,
    judge,
    programs: parts.homePrograms,
    revoke: async (record) => {
      const { kind } = await revokeRecord({ http, endpoints }, record);
      log.info('replaced-sign-in-revoked', { outcome: kind });
    },
    http,
    endpoints,
    kept,
    pauses,
    now,
    delay,
    log,
  });
  const asked = {
    folder: privateFolder(parts.dataFolder && path.join(parts.dataFolder, 'codex')),
    askScratch: parts.askScratch,
    askedAs: (): AskedAs =>
      askedAs({
        credential: session.get(),
        verdict: commands.verdict(),
        issuer: endpoints.issuer,
        chatgptBaseUrl: inForce.get().chatgptBaseUrl,
        now: now(),
      }),
    now,
    log,
  };
  const workspaceNames = await WorkspaceNames.open(asked);
  const usage = lazy(() => new UsageLimits(asked));
  const running = lazy(
    () =>
      new RunningCodex({
        programs: parts.homePrograms,
        server: parts.backgroundServer,
        session,
        history,
        workspaceNames,
        activity,
        log,
      }),
  );
  const inHome = await AccountsInHome.open({
    accounts,
    switching,
    session,
    store,
    rules,
    kept,
    workspaceNames,
    notices,
    activity,
    http,
    endpoints,
    quietKey: {
      read: () => askKeyring(() => ruledKeyring.get(savedAccountsItem, { mayPrompt: false })),
    },
    home,
    now,
    log,
  });
  const commands = new AccountCommands({
    accounts: inHome,
    session,
    rules,
    inForce,
    workspaceNames,
    notices,
    activity,
    log,
    now,
    delay,
    isWatched: parts.isWatched,
    lookAtKept: () => kept.reload(),
    evidence: () => evidence.get(session.get()),
    demanded,
    loading,
    allowKeyringPrompt,
    keyringKeepsDeleted: () => keyringEntries().keepsDeleted(),
    isLasting: parts.program === 'app',
  });
  const keptCommands = lazy(
    () =>
      new KeptCommands({
        ...useParts,
        kept,
        session,
        notices,
        activity,
        allowKeyringPrompt,
      }),
  );
  const accountCommands = lazy(
    () =>
      new SavedAccountCommands({
        ...useParts,
        accounts,
        inHome,
        switching,
        session,
        store,
        signOut: (options) => commands.signOut(options),
        notices,
        activity,
        randomBytes: parts.randomBytes,
        allowKeyringPrompt,
        log,
      }),
  );
  const accountsRemoval = new AccountsRemoval({
    rules,
    accounts,
    switching,
    notices,
    activity,
    delay,
    log,
    isWatched: parts.isWatched,
  });
  await accountsRemoval.enforce();
  for (const owner of [rules, accounts]) owner.onChange(() => void accountsRemoval.enforce());
  // The app finds out before it removes anything.
  if (parts.program === 'command-line') await commands.lookAtCodex();
  const signInToUse: SignInDeps = {
    ...parts,
    rules: () => rules.reload(),
    requirePlace: () => commands.requirePlace(),
    save: (grant) => {
      const signIn = async (): Promise<void> => {
        await commands.signIn(grant);
        await inHome.signedIn();
      };
      // A command tells what goes on with the account before, and asks nothing.
      return parts.program === 'app' ? running().askingAfter(signIn) : signIn();
    },
    failed: (code) => commands.signInFailed(code),
    get ports() {
      return registeredPorts;
    },
  };
  const signInDeps: SignInOwnerDeps = {
    ...signInToUse,
    forPurpose: (purpose) =>
      purpose.purpose === 'use'
        ? signInToUse
        : {
            ...signInToUse,
            requirePlace: () => accountCommands().requirePlaceFor(purpose),
            save: (grant) => accountCommands().keepFor(grant, purpose),
            expected: accountCommands().expectedFor(purpose),
          },
    discard: (grant) => accountCommands().discard(grant),
  };
  const credentialsWith = (config: CodexConfig): CodexCredentials => {
    const provider = modelProviderOf(config);
    const stop = loading.stopWith(config);
    const say = forPeople(workspaceNames.get());
    return credentialsInUse({ ...config, provider, stored: session.get(), stop, say });
  };
  const crossCheck = lazy(
    () =>
      new CrossCheck({
        session,
        commands,
        inForce,
        workspaceNames,
        guard,
        askInstalled: parts.askInstalled,
        credentialsIn: async (environment) => {
          const others = settingsPlaces(parts.platform, codexHome, environment, null);
          const found = await readSettings(others, parts.readConfigFile, parts.readDotenv);
          return credentialsWith({ ...inForce.get(), environment: found.environment });
        },
        now,
      }),
  );
  const storage = lazy(
    () =>
      new StorageOwner({
        places: storePlaces,
        choose,
        store,
        settingsPlaces: places,
        rules,
        session,
        commit,
        notices,
        activity,
        platform: parts.platform,
        log,
        allowKeyringPrompt,
        get entries() {
          return keyringEntries();
        },
        keyringIsAbsent: () => keyring.isSurelyAbsent(),
      }),
  );
  if (parts.program === 'app') await storage().start();
  return {
    store,
    session,
    rules,
    inForce,
    notices,
    commands,
    accounts: {
      get commands() {
        return accountCommands();
      },
      inHome,
      onChange: (listener) => accounts.onChange(listener),
    },
    kept: {
      get commands() {
        return keptCommands();
      },
      onChange: (listener) => kept.onChange(listener),
    },
    get running() {
      return running();
    },
    get crossCheck() {
      return crossCheck();
    },
    get storage() {
      return storage();
    },
    get keyringEntries() {
      return keyringEntries();
    },
    activity,
    get policy() {
      return policy();
    },
    demanded,
    workspaceNames,
    get usage() {
      return usage();
    },
    environmentToken,
    codexCredentials: () => credentialsWith(inForce.get()),
    homeProblem: () => homeFolderProblem(codexHome, (env['CODEX_HOME'] ?? '') !== ''),
    signInDeps,
  };
}

/** Finishes what a program began that ended while it wrote the file in place. */
async function finishInterruptedSave(
  file: PlainFile,
  commit: CommitGuard,
  log: Log,
): Promise<void> {
  try {
    if (!(await file.hasInterruptedSave())) return;
    const outcome = await commit(() => file.finishInterruptedSave(), { makeFolder: false });
    log.warn('interrupted-save-found', { outcome });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn('interrupted-save-not-finished', { code: error.code });
  }
}

function accountKeySlot(keyring: Keyring, now: Now): KeySlot {
  const item = savedAccountsItem;
  return {
    read: () => askKeyring(() => keyring.get(item)),
    write: (identity) => askKeyring(() => keyring.set(item, identity)),
    keepAside: () =>
      askKeyring(async () => void (await new KeptItems(keyring, keptAccountKeys).keep(item, now))),
  };
}

function keptSeal(keyring: Keyring, codexHome: string): Seal {
  const item = async () => (await keyringItemsOf(codexHome)).keptSignIns;
  return passphraseSeal(keyringPassphrase(keyring, item), 'kept sign-ins');
}

function buildPlaces(
  { codexHome, now }: CoreParts,
  keyring: Keyring,
): Places & { readonly file: PlainFile } {
  return {
    file: new PlainFile(codexHome, now),
    keyringItem: new KeyringItemLocation(keyring, codexHome, now),
    encryptedFile: new EncryptedFile(keyring, codexHome, now),
  };
}
