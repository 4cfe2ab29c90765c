/**
 * Plans by the wire names of upstream's account plan, with the words shown to
 * people. Source: codex-rs/protocol/src/account.rs and auth.rs; the seed of
 * January 2026 knew neither `go` nor the usage-based business plans.
 */
const planLabels = {
  free: 'Free',
  go: 'Go',
  plus: 'Plus',
  pro: 'Pro',
  prolite: 'Pro Lite',
  team: 'Team',
  self_serve_business_usage_based: 'Business',
  business: 'Business',
  enterprise_cbp_usage_based: 'Enterprise',
  enterprise: 'Enterprise',
  edu: 'Edu',
} as const;

export type Plan = keyof typeof planLabels | 'unknown';

const aliases: Readonly<Record<string, Plan>> = { hc: 'enterprise', education: 'edu' };

/**
 * Plan of a `chatgpt_plan_type` claim, compared case-sensitively; `unknown` for
 * a name that is not known, and for a missing claim (the seed had no plan then;
 * upstream now says unknown, codex-rs/login/src/auth/manager.rs).
 */
export function planOfClaim(claim: string | null): Plan {
  if (claim === null) return 'unknown';
  if (Object.hasOwn(planLabels, claim)) return claim as Plan;
  return (Object.hasOwn(aliases, claim) ? aliases[claim] : undefined) ?? 'unknown';
}

/** The plan in words: a name that is not known is shown as it stands, a missing one is null. */
export function planLabel(claim: string | null): string | null {
  const plan = planOfClaim(claim);
  return plan === 'unknown' ? claim : planLabels[plan];
}
