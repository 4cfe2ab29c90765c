import type { ActivityEntry } from '../../shared/activity.ts';
import type { PolicyRemoval } from '../../shared/policy.ts';
import { configTexts } from '../../shared/texts/config-files.ts';
import type { Activity } from '../activity/activity.ts';
import { Listeners } from '../base/listeners.ts';
import type { Now } from '../ports.ts';
import type { Layer } from '../policy/layers.ts';
import { ruleNames } from '../policy/login-rules.ts';
import { policyRow, type SettingName } from '../policy/policy-keys.ts';

import { noticePeriodMs } from './enforcer.ts';

export interface LastRemovalParts {
  readonly activity: Pick<Activity, 'read' | 'onChange'>;
  readonly layers: readonly Layer[];
  readonly now: Now;
}

/** An announced removal that is so long overdue is not carried out: its app has ended. */
const overdueMs = 60_000;

/** Refreshes and given tokens lie between. */
const entriesLookedAt = 200;

/**
 * OWNER of the removal that a login rule demanded last, by this or another program: they share the
 * activity log. It is read at the first look and followed from then on.
 */
export class LastRemoval {
  readonly #parts: LastRemovalParts;
  readonly #listeners = new Listeners();
  #removal: PolicyRemoval | null = null;
  #isFollowing = false;
  #looks = 0;

  constructor(parts: LastRemovalParts) {
    this.#parts = parts;
  }

  /** Null for none since the last sign-in or sign-out, or an overdue one. */
  get(): PolicyRemoval | null {
    const removal = this.#removal;
    const isPromise = removal?.state === 'announced';
    return isPromise && Date.parse(removal.at) + overdueMs < this.#parts.now() ? null : removal;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** It never rejects: a log that cannot be read changes nothing. */
  async look(): Promise<void> {
    const { activity, layers } = this.#parts;
    if (!this.#isFollowing) activity.onChange(() => void this.look());
    this.#isFollowing = true;
    this.#looks += 1;
    const look = this.#looks;
    const page = await activity.read(entriesLookedAt).catch(() => null);
    if (page === null || look !== this.#looks) return;
    const before = JSON.stringify(this.#removal);
    this.#removal = removalIn(page.entries, layers);
    if (JSON.stringify(this.#removal) !== before) this.#listeners.tell();
  }
}

/** In a log, the newest first; null where somebody signed in or out since, or it was withdrawn. */
export function removalIn(
  entries: readonly ActivityEntry[],
  layers: readonly Layer[],
): PolicyRemoval | null {
  const decisive = entries.find(
    ({ actor, action, outcome }) =>
      (action === 'sign-in' && outcome === 'done') ||
      (action === 'sign-out' && (actor === 'policy' || outcome === 'done' || outcome === 'partly')),
  );
  if (decisive?.action !== 'sign-out' || decisive.actor !== 'policy') return null;
  const { at, outcome, detail, place = null } = decisive;
  const rule = ruleOf(detail);
  const common = { rule, ...placeOf(place, rule, layers) };
  if (outcome === 'done') return { state: 'done', at, ...common };
  if (outcome.startsWith('failed:')) return { state: 'failed', at, ...common };
  if (outcome !== 'announced') return null;
  const dueAt = new Date(Date.parse(at) + noticePeriodMs).toISOString();
  return { state: 'announced', at: dueAt, ...common };
}

function ruleOf(detail: string | null): SettingName | null {
  return detail !== null && Object.hasOwn(ruleNames, detail)
    ? ruleNames[detail as keyof typeof ruleNames]
    : null;
}

/** The file behind `managedConfig:2:1`: a log holds no paths. */
function placeOf(
  place: string | null,
  rule: SettingName | null,
  layers: readonly Layer[],
): Pick<PolicyRemoval, 'source' | 'line'> {
  const [kind, line] = place?.split(':') ?? [];
  const families = rule === null ? [] : policyRow(rule).families;
  const layer = layers.find((one) => one.kind === kind && families.includes(one.family));
  const source = kind === 'cloud' ? configTexts.cloud.rules() : (layer?.place ?? null);
  return { source, line: line === undefined ? null : Number(line) };
}
