import { expect, it } from 'vitest';

import { planLabel, planOfClaim } from './plan.ts';

it.each([
  ['free', 'free', 'Free'],
  ['go', 'go', 'Go'],
  ['plus', 'plus', 'Plus'],
  ['pro', 'pro', 'Pro'],
  ['prolite', 'prolite', 'Pro Lite'],
  ['promax', 'promax', 'Pro Max'],
  ['team', 'team', 'Team'],
  ['self_serve_business_usage_based', 'self_serve_business_usage_based', 'Business'],
  ['self_serve_business_prolite', 'self_serve_business_prolite', 'Business Pro Lite'],
  ['business', 'business', 'Business'],
  ['enterprise_cbp_usage_based', 'enterprise_cbp_usage_based', 'Enterprise'],
  ['enterprise_cbp_automation', 'enterprise_cbp_automation', 'Enterprise Automation'],
  ['ent26', 'ent26', 'Enterprise'],
  ['enterprise', 'enterprise', 'Enterprise'],
  ['hc', 'enterprise', 'Enterprise'],
  ['edu', 'edu', 'Edu'],
  ['edu_plus', 'edu_plus', 'Edu Plus'],
  ['edu_pro', 'edu_pro', 'Edu Pro'],
  ['sci', 'sci', 'Science'],
  ['sci_plus', 'sci_plus', 'Science Plus'],
  ['education', 'edu', 'Edu'],
  ['mystery-tier', 'unknown', 'mystery-tier'],
  ['k12', 'unknown', 'k12'],
  ['sci_pro', 'unknown', 'sci_pro'],
  ['Pro', 'unknown', 'Pro'],
  ['unknown', 'unknown', 'unknown'],
  ['constructor', 'unknown', 'constructor'],
  [null, 'unknown', null],
])('the claim %j is the plan %s, shown as %j', (claim, plan, label) => {
  expect(planOfClaim(claim)).toBe(plan);
  expect(planLabel(claim)).toBe(label);
});
