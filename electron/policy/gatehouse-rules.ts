import { permissions, type Permission } from '../../shared/permissions.ts';
import type { StoreMode } from '../auth/credential-store.ts';
import { defaultIssuer } from '../auth/endpoints.ts';
import type { Setting, SettingValue } from './config-document.ts';
import { policyNames, type KeysOf, type SettingName } from './policy-keys.ts';
import type { RuleAnswer } from './sign-in-rules.ts';

type GatehouseName = Extract<SettingName, `gatehouse.${string}`>;

/** The `[gatehouse]` table of managed places. Unset, all is allowed and nothing demanded. */
export type GatehouseRules = { readonly [N in GatehouseName]: Setting<SettingValue<N>> };

/** The rules as `decide` resolves each of them. */
export function gatehouseRules(
  decide: <N extends GatehouseName>(name: N) => Setting<SettingValue<N>>,
): GatehouseRules {
  const names = policyNames.filter((name) => name.startsWith('gatehouse.')) as GatehouseName[];
  return Object.fromEntries(names.map((name) => [name, decide(name)])) as GatehouseRules;
}

export interface Ruled {
  readonly gatehouse: GatehouseRules;
}

type Asked = KeysOf<'requests' | 'moves' | 'credentialHelper' | 'savedAccounts' | 'usageLimits'>;
const rows: Readonly<Record<Asked, { readonly refusal: string }>> = permissions;

/** Whether the rules allow it. Of new sign-ins to a file, `ruleForMethod` answers. */
export function permissionRule(name: Permission, { gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse[name], (isAllowed, source) =>
    isAllowed ? null : `${rows[name].refusal} on this device (set in ${source}).`,
  );
}

/** Whether the person decides on a setting of this name: not where a rule does, whatever it says. */
export function settingRule(rule: Setting<boolean | string>, label: string): RuleAnswer {
  return answer(rule, (_, source) => `"${label}" is set in ${source}.`);
}

/** Whether accounts are saved, and used where they are: not where sign-ins stay in memory alone. */
export function savingRule(rules: Ruled, mode: StoreMode): RuleAnswer {
  const rule = permissionRule('gatehouse.allow_saved_accounts', rules);
  if (rule.kind !== 'allowed' || mode !== 'ephemeral') return rule;
  const reason =
    'The setting cli_auth_credentials_store = "ephemeral" keeps sign-ins in memory alone, so that no account is saved. Choose another store first.';
  return { kind: 'forbidden', reason };
}

/** Whether one more account may be saved where so many are saved, or in use and not saved yet. */
export function roomRule({ gatehouse }: Ruled, present: number): RuleAnswer {
  return answer(gatehouse['gatehouse.max_saved_accounts'], (most, source) =>
    present < most
      ? null
      : `No more than ${most === 1 ? 'one account is' : `${most} accounts are`} saved on this device (set in ${source}). Remove one first.`,
  );
}

/** The place that has saved accounts removed; null where none does, or it cannot be understood. */
export function accountRemoval({ gatehouse }: Ruled): string | null {
  const rule = gatehouse['gatehouse.remove_saved_accounts'];
  return rule.kind === 'set' && rule.value ? rule.source : null;
}

/** Whose keys verify a sign-in. The person can set the environment, which does not count. */
export function trustedIssuerOf(gatehouse: GatehouseRules): string {
  const issuer = gatehouse['gatehouse.trusted_issuer'];
  return issuer.kind === 'set' ? issuer.value : defaultIssuer;
}

/** A rule that cannot be understood does not count as "allowed". */
function answer<T>(
  rule: Setting<T>,
  refusal: (value: T, source: string) => string | null,
): RuleAnswer {
  if (rule.kind === 'unset') return { kind: 'allowed' };
  const { source } = rule;
  if (rule.kind === 'unknown') {
    const reason = `The rules are not known: ${source} cannot be used (${rule.message}).`;
    return { kind: 'unknown', reason };
  }
  const reason = refusal(rule.value, source);
  return reason === null ? { kind: 'allowed' } : { kind: 'forbidden', reason };
}
