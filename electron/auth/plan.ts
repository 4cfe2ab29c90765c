/** Names of the nineteen plans of Codex CLI 0.171.0. Source: codex-rs/protocol/src/account.rs. */
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

const aliases: ReadonlyMap<string, Plan> = new Map([
  ['hc', 'enterprise'],
  ['education', 'edu'],
]);

export function isPlanName(name: string): boolean {
  return planOfClaim(name) !== 'unknown';
}

/** For which Codex asks for the rules of the workspace (Codex CLI 0.171.0). */
const plansWithCloudRules: ReadonlySet<Plan> = new Set([
  'business',
  'ent26',
  'enterprise_cbp_usage_based',
  'enterprise_cbp_automation',
  'enterprise',
  'edu',
  'edu_plus',
  'edu_pro',
  'sci',
  'sci_plus',
] as const);

export function hasCloudRules(claim: string | null): boolean {
  return plansWithCloudRules.has(planOfClaim(claim));
}

/** Case-sensitive. A missing claim is `unknown`, as in codex-rs/login/src/auth/manager.rs. */
export function planOfClaim(claim: string | null): Plan {
  if (claim !== null && Object.hasOwn(planLabels, claim)) return claim as Plan;
  return aliases.get(claim ?? '') ?? 'unknown';
}

export function planLabel(claim: string | null): string | null {
  const plan = planOfClaim(claim);
  return plan === 'unknown' ? claim : planLabels[plan];
}
