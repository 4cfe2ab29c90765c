import { AccountCommands } from './account/account-commands.ts';
import { NoticeBoard } from './account/notice-board.ts';
import { AuthSession } from './auth/auth-session.ts';
import { readCodexApiKey } from './auth/credential.ts';
import type { CredentialStore } from './auth/credential-store.ts';
import type { Endpoints } from './auth/endpoints.ts';
import {
  readSettings,
  settingsPlaces,
  type ReadSettingsFile,
  type Settings,
} from './policy/settings.ts';
import { RulesOwner } from './policy/rules-owner.ts';
import type { Delay, HttpClient, Log, Now, OpenBrowser, RandomBytes } from './ports.ts';
import { registeredPorts } from './sign-in/callback-server.ts';
import type { SignInDeps } from './sign-in/sign-in-deps.ts';
import { FileStore } from './store/file-store.ts';
import { UnsupportedStore } from './store/unsupported-store.ts';

/** What surrounds the core. */
export interface CoreParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Absolute. */
  readonly codexHome: string;
  readonly endpoints: Endpoints;
  readonly http: HttpClient;
  readonly now: Now;
  readonly delay: Delay;
  readonly randomBytes: RandomBytes;
  readonly openBrowser: OpenBrowser;
  readonly readSettingsFile: ReadSettingsFile;
  readonly log: Log;
}

/** The owners that the window, the tray and the command line share. */
export interface Core {
  readonly store: CredentialStore;
  readonly session: AuthSession;
  readonly rules: RulesOwner;
  readonly notices: NoticeBoard;
  readonly commands: AccountCommands;
  /** What the sign-in methods need, bound to these owners. */
  readonly signInDeps: SignInDeps;
}

/** Builds the owners and loads what is stored. Nothing is enforced or refreshed yet. */
export async function openCore(parts: CoreParts): Promise<Core> {
  const { codexHome, endpoints, env, http, log, now } = parts;
  const places = settingsPlaces(parts.platform, codexHome, env);
  const rules = await RulesOwner.open(() => readSettings(places, parts.readSettingsFile));
  const store = chooseStore(rules.get(), codexHome, now);
  const environmentKey = readCodexApiKey(env);
  const session = await AuthSession.open({ store, http, endpoints, environmentKey, now, log });
  const notices = new NoticeBoard();
  const commands = new AccountCommands({ session, rules, notices, log });
  const signInDeps: SignInDeps = {
    ...parts,
    rules: () => rules.reload(),
    save: (grant) => commands.signIn(grant),
    ports: registeredPorts,
  };
  return { store, session, rules, notices, commands, signInDeps };
}

function chooseStore(settings: Settings, codexHome: string, now: Now): CredentialStore {
  const { storeMode } = settings;
  return storeMode.kind === 'set' && storeMode.value !== 'file'
    ? new UnsupportedStore(storeMode.value, storeMode.source)
    : new FileStore(codexHome, now);
}
