import { expect, it } from 'vitest';

import { planLabel, planOfClaim } from './plan.ts';

it.each([
  ['free', 'free', 'Free'],
  ['go', 'go', 'Go'],
  ['plus', 'plus', 'Plus'],
  ['pro', 'pro', 'Pro'],
  ['prolite', 'prolite', 'Pro Lite'],
  ['team', 'team', 'Team'],
  ['self_serve_business_usage_based', 'self_serve_business_usage_based', 'Business'],
  ['business', 'business', 'Business'],
  ['enterprise_cbp_usage_based', 'enterprise_cbp_usage_based', 'Enterprise'],
  ['enterprise', 'enterprise', 'Enterprise'],
  ['hc', 'enterprise', 'Enterprise'],
  ['edu', 'edu', 'Edu'],
  ['education', 'edu', 'Edu'],
  ['mystery-tier', 'unknown', 'mystery-tier'],
  ['Pro', 'unknown', 'Pro'],
  ['unknown', 'unknown', 'unknown'],
  ['constructor', 'unknown', 'constructor'],
  [null, 'unknown', null],
])('the claim %j is the plan %s, shown as %j', (claim, plan, label) => {
  expect(planOfClaim(claim)).toBe(plan);
  expect(planLabel(claim)).toBe(label);
});
