/**
 * Plans by the wire names of upstream's account plan, with the words shown to
 * people. Source: codex-rs/protocol/src/account.rs and auth.rs, and all nineteen as
 * Codex CLI 0.171.0 knows them.
 */
const planLabels = {
  free: 'Free',
  go: 'Go',
  plus: 'Plus',
  pro: 'Pro',
  prolite: 'Pro Lite',
  promax: 'Pro Max',
  team: 'Team',
  self_serve_business_usage_based: 'Business',
  self_serve_business_prolite: 'Business Pro Lite',
  business: 'Business',
  ent26: 'Enterprise',
  enterprise_cbp_usage_based: 'Enterprise',
  enterprise_cbp_automation: 'Enterprise Automation',
  enterprise: 'Enterprise',
  edu: 'Edu',
  edu_plus: 'Edu Plus',
  edu_pro: 'Edu Pro',
  sci: 'Science',
  sci_plus: 'Science Plus',
} as const;

export type Plan = keyof typeof planLabels | 'unknown';

const aliases: Readonly<Record<string, Plan>> = { hc: 'enterprise', education: 'edu' };

/** Whether Codex knows a plan by this name, which counts in upper and lower case. */
export function isPlanName(name: string): boolean {
  return Object.hasOwn(planLabels, name) || Object.hasOwn(aliases, name);
}

/**
 * Plan of a `chatgpt_plan_type` claim, compared case-sensitively; `unknown` for
 * a name that is not known, and for a missing claim (codex-rs of January 2026 had no plan then;
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
