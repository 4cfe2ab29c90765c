import type { Permission } from '../../shared/permissions.ts';
import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import { refusalTexts } from '../../shared/texts/permissions.ts';
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
type Refusal = (values: { readonly source: string }) => string;
const refusals: Readonly<Record<Asked | Permission, Refusal>> = refusalTexts;

/** Whether the rules allow it. Of new sign-ins to a file, `ruleForMethod` answers. */
export function permissionRule(name: Permission, { gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse[name], (isAllowed, source) =>
    isAllowed ? null : refusals[name]({ source }),
  );
}

/** Whether the person decides on a setting of this name: not where a rule does, whatever it says. */
export function settingRule(rule: Setting<boolean | string>, label: string): RuleAnswer {
  return answer(rule, (_, place) => texts.settingIsSet({ setting: label, place }));
}

/** Whether accounts are saved, and used where they are: not where sign-ins stay in memory alone. */
export function savingRule(rules: Ruled, mode: StoreMode): RuleAnswer {
  const rule = permissionRule('gatehouse.allow_saved_accounts', rules);
  if (rule.kind !== 'allowed' || mode !== 'ephemeral') return rule;
  return { kind: 'forbidden', reason: texts.nothingSavedInMemory() };
}

/** Whether one more account may be saved where so many are saved, or in use and not saved yet. */
export function roomRule({ gatehouse }: Ruled, present: number): RuleAnswer {
  return answer(gatehouse['gatehouse.max_saved_accounts'], (most, place) =>
    present < most ? null : texts.noRoom({ most, place }),
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
    return { kind: 'unknown', reason: texts.notKnown({ place: source, fault: rule.message }) };
  }
  const reason = refusal(rule.value, source);
  return reason === null ? { kind: 'allowed' } : { kind: 'forbidden', reason };
}
