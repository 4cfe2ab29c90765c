import type { AppState, MethodRule, SignInState } from '../../shared/app-state.ts';
import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { eachPermission } from '../../shared/permissions.ts';
import { eachSetting, stateOf } from '../../shared/settings.ts';
import type { BackgroundRefresh } from '../account/background-refresh.ts';
import { accountStateOf } from '../account/account-state.ts';
import type { ShowUsageLimits } from '../account/show-usage-limits.ts';
import { exposedFileNotice, currentNotices, outdatedCodexNotices } from '../account/notices.ts';
import type { Core } from '../core.ts';
import { withoutEmail } from '../base/hidden-email.ts';
import { jsonWithTilde } from '../base/home-folder.ts';
import { Listeners } from '../base/listeners.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import type { CodexConfig } from '../policy/codex-config.ts';
import { noWayToSignIn } from '../policy/rule-conflicts.ts';
import {
  effectiveWorkspaces,
  hasRules,
  type KnownRules,
  type LoginMethod,
} from '../policy/login-rules.ts';
import { modelProviderOf } from '../policy/model-provider.ts';
import { positionOfRule } from '../policy/config-layer.ts';
import { reasonAgainst, ruleForMethod } from '../policy/sign-in-rules.ts';
import { verdictWords } from '../policy/violation-text.ts';
import type { Now } from '../ports.ts';
import type { RemovalRequests } from './removal-requests.ts';
import type { SettingOwners } from './setting-owners.ts';

export interface AppStateParts extends Core {
  readonly signIn: {
    get(): SignInState;
    purpose(): SignInPurpose;
    onChange(listener: () => void): () => void;
  };
  readonly backgroundRefresh: Pick<BackgroundRefresh, 'get' | 'onChange'>;
  readonly removal: Pick<RemovalRequests, 'get'>;
  readonly shownUsage: Pick<ShowUsageLimits, 'shown'>;
  readonly settings: SettingOwners;
  readonly now: Now;
  /** Absolute. */
  readonly userHome: string;
  readonly app: AppState['app'];
}

/**
 * Projects what the owners hold onto the one snapshot that leaves the main process, with the
 * home folder as `~` and without e-mail addresses where they are hidden, and reports changes.
 * Nothing else builds an `AppState`.
 */
export class AppStatePublisher {
  readonly #parts: AppStateParts;
  readonly #listeners = new Listeners<[AppState]>();
  #revision = 0;
  #policyChanges = 0;
  #pending = false;

  constructor(parts: AppStateParts) {
    this.#parts = parts;
    // First, so that listeners of a change read the new number.
    parts.policy.onChange(() => (this.#policyChanges += 1));
    const owners = [
      parts.policy,
      parts.notices,
      parts.commands,
      parts.commands.removal,
      parts.signIn,
      parts.backgroundRefresh,
      parts.storage,
      parts.activity,
      parts.kept,
      parts.accounts,
      parts.workspaceNames,
      parts.running,
      ...Object.values(parts.settings),
    ];
    for (const owner of owners) owner.onChange(() => this.#changed());
  }

  get(): AppState {
    const state = jsonWithTilde(this.#snapshot(), this.#parts.userHome);
    return stateOf(state.settings.hideEmail) === 'on' ? withoutEmail(state) : state;
  }

  /** Passes on the new state after every change; changes of one moment come as one. */
  onChange(listener: (state: AppState) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Passes on the state though nothing changed in it, as after a sleep: times look another way. */
  renew(): void {
    this.#changed();
  }

  #snapshot(): AppState {
    const { session, rules, inForce, commands, notices, store, storage, policy, now, app } =
      this.#parts;
    const settings = rules.get();
    const known = settings.rules;
    const judging = inForce.get();
    const { kind: cloud } = inForce.cloud();
    const backgroundRefresh = this.#parts.backgroundRefresh.get();
    const verdict = commands.verdict();
    const violated = verdict.kind === 'violated' ? positionOfRule(verdict, judging) : null;
    const workspaceNames = this.#parts.workspaceNames.get();
    const exposed = storage.exposedFile();
    const provider = modelProviderOf(judging);
    const account = accountStateOf({
      credential: session.get(),
      verdict,
      failure: session.lastFailure(),
      unsaved: session.hasUnsavedTokens(),
      backgroundRefresh,
      provider,
      now: now(),
    });
    return {
      revision: this.#revision,
      account,
      codex: this.#parts.codexCredentials(),
      running: this.#parts.running.get(),
      signIn: this.#parts.signIn.get(),
      signInFor: this.#parts.signIn.purpose(),
      backgroundRefresh,
      accounts: this.#parts.accounts.inHome.view(),
      kept: [...this.#parts.kept.commands.list()],
      busy: commands.get(),
      notices: [
        ...outdatedCodexNotices(this.#parts.running.get()),
        ...notices.unhidden([
          ...currentNotices(verdict, violated, workspaceNames),
          ...(exposed === null ? [] : [exposedFileNotice(exposed)]),
        ]),
        ...notices.get(),
      ],
      restrictions: {
        verdict: verdict.kind,
        unknownBecause: verdict.kind === 'unknown' ? verdict.because : null,
        hasRules: judging.rules.kind === 'unknown' || hasRules(judging.rules.rules),
        ...(verdict.kind === 'allowed' ? noWords : verdictWords(verdict, workspaceNames)),
        cloudUnknown: cloud === 'expected' || cloud === 'otherVersion' ? cloud : null,
        violated,
        deadlock: deadlockIn(judging),
        workspaces: workspaceRule(known),
        methods: methodRules(known),
      },
      store: { mode: store.mode, location: store.location, ...storage.get() },
      removal: this.#parts.removal.get(),
      policy: {
        changes: this.#policyChanges,
        management: policy.management(),
        isFaulty: Object.values(settings.gatehouse).some(({ kind }) => kind === 'unknown'),
        forbidden: eachPermission((name) => reasonAgainst(permissionRule(name, settings))),
      },
      activity: { changes: this.#parts.activity.changes() },
      provider,
      usage: this.#parts.shownUsage.shown(),
      workspaceNames: { ...workspaceNames },
      settings: eachSetting((name) => this.#parts.settings[name].get()),
      app,
    };
  }

  #changed(): void {
    this.#revision += 1;
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      this.#listeners.tell(this.get());
    });
  }
}

const noWords = { message: null, details: null } as const;

function workspaceRule(known: KnownRules): AppState['restrictions']['workspaces'] {
  const ids = known.kind === 'known' ? effectiveWorkspaces(known.rules) : null;
  if (known.kind === 'unknown' || ids === null) return null;
  const isForced = known.rules.forcedWorkspaces !== null;
  const rule = isForced ? 'forced_chatgpt_workspace_id' : 'allowed_chatgpt_workspaces';
  return { ids: [...ids], rule };
}

function deadlockIn({
  rules,
  layers,
}: Pick<CodexConfig, 'rules' | 'layers'>): AppState['restrictions']['deadlock'] {
  const own = layers.find(({ kind }) => kind === 'userConfig')?.place;
  return rules.kind === 'known' ? noWayToSignIn(rules.rules, own) : null;
}

function methodRules(rules: KnownRules): AppState['restrictions']['methods'] {
  const chatgpt = methodRule(rules, 'chatgpt');
  return { browser: chatgpt, device: chatgpt, apiKey: methodRule(rules, 'api') };
}

function methodRule(rules: KnownRules, method: LoginMethod): MethodRule {
  const answer = ruleForMethod(rules, method);
  return answer.kind === 'allowed'
    ? { kind: 'allowed' }
    : { kind: 'forbidden', reason: answer.reason };
}
