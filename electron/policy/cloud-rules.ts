import type { CloudMiss, CloudPassedOver } from '../../shared/policy.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { StoreMode } from '../auth/credential-store.ts';
import type { Credential } from '../auth/credential.ts';
import { effectiveIdentityOf } from '../auth/effective-identity.ts';
import type { Whoami } from '../auth/personal-access-token.ts';
import { hasCloudRules } from '../auth/plan.ts';
import { readCloudCache, type CloudBundle } from './cloud-bundle.ts';
import { settingsFrom, type CodexConfig } from './codex-config.ts';
import { withCloud } from './layers.ts';
import { effectiveWorkspaces, type LoginRules } from './login-rules.ts';
import { obstaclesTo } from './rule-conflicts.ts';
import type { RulesOwner } from './rules-owner.ts';
import type { Now } from '../ports.ts';

/** Whether the rules of a workspace count, for who is signed in at this moment. */
export type CloudRules =
  /** There are none, and Codex asks for none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'inForce'; readonly bundle: CloudBundle }
  /** Codex asks for them at its next start: what they demand is not known. */
  | {
      readonly kind: 'expected';
      readonly because: CloudMiss;
      /** Why the cache is unusable, as a clause; else null. */
      readonly message: string | null;
      /** What is there and not used. */
      readonly bundle: CloudBundle | null;
    }
  /** There are some in a form that Gatehouse does not know. */
  | { readonly kind: 'otherVersion'; readonly version: number }
  /** There are some, at which Codex does not look. */
  | {
      readonly kind: 'passedOver';
      readonly because: CloudPassedOver;
      readonly bundle: CloudBundle;
    };

/**
 * Whether cloud rules count, by the files of this machine alone: Codex asks for them with a
 * sign-in that those allow. Source: codex-rs/cloud-config/src/service.rs; Codex CLI 0.171.0.
 *
 * @param now milliseconds since the epoch
 */
export function cloudRulesOf(local: CodexConfig, credential: Credential, now: number): CloudRules {
  const cache = readCloudCache(local.cloudCache);
  const asker = askerOf(local, credential);
  if (asker.kind === 'nobody') {
    const { because } = asker;
    return cache.kind === 'read'
      ? { kind: 'passedOver', because, bundle: cache.bundle }
      : { kind: 'none' };
  }
  if (cache.kind === 'otherVersion') return cache;
  if (asker.kind === 'unknown') return expected('owner');
  switch (cache.kind) {
    case 'absent':
      return expected('absent');
    case 'unusable':
      return { ...expected(cache.because), message: cache.message };
    case 'read': {
      const miss = missOf(cache.bundle, asker, now);
      const { bundle } = cache;
      return miss === null ? { kind: 'inForce', bundle } : { ...expected(miss), bundle };
    }
  }
}

/** The settings with the cloud rules that count, as Codex judges a sign-in that got them. */
export function withCloudRules(local: CodexConfig, cloud: CloudRules): CodexConfig {
  if (cloud.kind !== 'inForce') return local;
  const { fragments } = cloud.bundle;
  const sources = new Map(local.sources);
  for (const { place, contents } of fragments) sources.set(place, { kind: 'text', text: contents });
  const merged = settingsFrom(withCloud(local.layers, fragments), sources, local);
  const { rules, storeMode } = merged;
  if (rules.kind === 'unknown' || local.rules.kind === 'unknown') return merged;
  const isOfCloud =
    storeMode.kind === 'set' && fragments.some(({ place }) => place === storeMode.source);
  const isOther = isOfCloud && storeMode.value !== storeModeOf(local);
  const otherStore = isOther ? { value: storeMode.value, source: storeMode.source } : null;
  return {
    ...merged,
    rules: { kind: 'known', rules: { ...rules.rules, otherStore, local: local.rules.rules } },
  };
}

function storeModeOf({ storeMode }: CodexConfig): StoreMode | null {
  if (storeMode.kind === 'unknown') return null;
  return storeMode.kind === 'set' ? storeMode.value : 'file';
}

function expected(because: CloudMiss): Extract<CloudRules, { kind: 'expected' }> {
  return { kind: 'expected', because, message: null, bundle: null };
}

interface Owner {
  readonly userId: string | null;
  readonly workspaceId: string | null;
}

/** With whose sign-in Codex would ask. */
type Asker =
  | { readonly kind: 'nobody'; readonly because: CloudPassedOver }
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'known' } & Owner);

function askerOf({ rules: known, environment }: CodexConfig, stored: Credential): Asker {
  const rules = known.kind === 'known' ? known.rules : null;
  // A key of the environment is not asked with, and the stored sign-in in its place.
  const token = environment.find(({ kind }) => kind !== 'apiKey');
  // What stops Codex stops it before it asks.
  const isBarred = rules === null || obstaclesTo('chatgpt', rules).length > 0;
  if (token) {
    if (isBarred) return nobody('localRules');
    return token.fault === null ? askerOfToken(rules, token.whoami) : nobody('method');
  }
  switch (stored.kind) {
    case 'signedOut':
      return nobody('signedOut');
    case 'apiKey':
      return nobody('method');
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
    case 'unusable':
      return nobody('method');
    case 'personalAccessToken': {
      if (isBarred) return nobody('localRules');
      return askerOfToken(rules, stored.lookUp?.kind === 'known' ? stored.lookUp.whoami : null);
    }
    case 'chatgpt': {
      const { planRaw, selectedId } = effectiveIdentityOf(stored.tokens);
      // By the workspace of the requests, as in the app-server.
      if (isBarred || isOtherWorkspace(rules, selectedId)) return nobody('localRules');
      if (!hasCloudRules(planRaw)) return nobody('plan');
      // Also of a record without `last_refresh` (Codex CLI 0.171.0).
      const { accountId, claims } = stored.tokens;
      return { kind: 'known', userId: claims.userId, workspaceId: accountId };
    }
  }
}

function askerOfToken(rules: LoginRules | null, whoami: Whoami | null): Asker {
  if (whoami === null) return { kind: 'unknown' };
  const { planRaw, workspaceId, userId } = whoami;
  if (isOtherWorkspace(rules, workspaceId)) return nobody('localRules');
  return hasCloudRules(planRaw) ? { kind: 'known', userId, workspaceId } : nobody('plan');
}

function isOtherWorkspace(rules: LoginRules | null, workspaceId: string | null): boolean {
  const workspaces = rules && effectiveWorkspaces(rules);
  return workspaces !== null && !workspaces.includes(workspaceId ?? '');
}

function nobody(because: CloudPassedOver): Asker {
  return { kind: 'nobody', because };
}

function missOf(bundle: CloudBundle, asker: Owner, now: number): CloudMiss | null {
  const ids = [asker.userId, asker.workspaceId, bundle.userId, bundle.workspaceId];
  if (ids.includes(null)) return 'noIds';
  if (bundle.workspaceId !== asker.workspaceId) return 'otherWorkspace';
  if (bundle.userId !== asker.userId) return 'otherUser';
  return bundle.expiresAt <= now ? 'expired' : null;
}

export interface RulesInForceParts {
  readonly rules: Pick<RulesOwner, 'get'>;
  readonly session: Pick<AuthSession, 'get'>;
  readonly now: Now;
}

/** The rules that Codex judges a sign-in by: those of this machine, and of its workspace. */
export class RulesInForce {
  readonly #parts: RulesInForceParts;
  #merged: {
    readonly of: CodexConfig;
    readonly bundle: CloudBundle;
    readonly settings: CodexConfig;
  } | null = null;

  constructor(parts: RulesInForceParts) {
    this.#parts = parts;
  }

  /** For who is signed in, at this moment. */
  get(): CodexConfig {
    return this.settingsFor(this.#parts.session.get());
  }

  /** For another sign-in, or with other files of this machine. */
  settingsFor(credential: Credential, local: CodexConfig = this.#parts.rules.get()): CodexConfig {
    const cloud = this.cloud(credential, local);
    if (cloud.kind !== 'inForce') return local;
    const { bundle } = cloud;
    if (this.#merged?.of !== local || this.#merged.bundle !== bundle) {
      this.#merged = { of: local, bundle, settings: withCloudRules(local, cloud) };
    }
    return this.#merged.settings;
  }

  /** What is known of the rules of the workspace. */
  cloud(
    credential: Credential = this.#parts.session.get(),
    local: CodexConfig = this.#parts.rules.get(),
  ): CloudRules {
    return cloudRulesOf(local, credential, this.#parts.now());
  }
}
