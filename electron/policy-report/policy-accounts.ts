import type {
  PolicyAccount,
  PolicyReport,
  RuleCheck,
  SavedPolicyAccount,
} from '../../shared/policy.ts';
import { policyReportTexts as texts } from '../../shared/texts/policy-report.ts';
import type { Credential } from '../auth/credential.ts';
import { environmentMethod } from '../auth/credential-chain.ts';
import { effectiveIdentityOf, knownId, namedWorkspaceOf } from '../auth/effective-identity.ts';
import { asks, ruleNames, type RuleName } from '../policy/login-rules.ts';
import type { Environment } from '../policy/environment-rules.ts';
import { needsEvidence, restrictionVerdict, violationsOf } from '../policy/restriction-verdict.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import {
  factsOf,
  factsOfSaved,
  openOwner,
  storedViolations,
  type SavedFacts,
} from '../policy/stored-violations.ts';
import type { SayReason } from '../policy/violation-text.ts';
import { notVerified, type Evidence, type Remedy, type Verdict } from '../policy/verdict.ts';
import type { LoadDoubt } from '../policy/config-check.ts';
import type { CodexConfig } from '../policy/codex-config.ts';
import { shownName } from '../base/unseen-characters.ts';
import { withDoubt } from '../policy/enforce-verdict.ts';

/** What the rules do to the account of this machine; none while signed out. */
export function policyAccounts(
  settings: Pick<CodexConfig, 'rules' | 'environment'>,
  present: Credential,
  evidence: Evidence,
  doubt: LoadDoubt | null,
  say: SayReason,
): PolicyAccount[] {
  const { rules, environment } = settings;
  if (present.kind === 'signedOut' && environment.length === 0) return [];
  const verdict = withDoubt(restrictionVerdict(rules, present, evidence, environment), doubt);
  const tokens = present.kind === 'chatgpt' ? present.tokens : null;
  const identity = identityOf(present, environment, verdict);
  const workspaceId = tokens && knownId(effectiveIdentityOf(tokens).workspaceId);
  const proof = workspaceId === null ? null : evidence;
  return [
    {
      ...identity,
      ...checksOf(settings, present, evidence, identity),
      ...resultOf(verdict, present, say),
      withheld: verdict.kind === 'violated' ? (verdict.withheld?.because ?? null) : null,
      rule: verdict.kind === 'violated' ? ruleNames[verdict.rule] : null,
      evidence: proof?.kind ?? 'none',
      evidenceMessage: proof === null || proof.kind === 'verified' ? null : proof.message,
      workspaceId: shown(workspaceId),
      recordAccountId: shown(tokens?.accountId ?? null),
    },
  ];
}

/** What the rules do to accounts that are saved and not in use. */
export function savedPolicyAccounts(
  settings: Pick<CodexConfig, 'rules' | 'gatehouse'>,
  saved: readonly SavedAccountFacts[],
  say: SayReason,
): PolicyReport['savedAccounts'] {
  const accounts = saved.map((one) => savedPolicyAccount(settings, one, say));
  const forbidden = accounts.filter(({ result }) => result === 'hidden').length;
  return { saved: accounts.length, forbidden, accounts };
}

export interface SavedAccountFacts extends SavedFacts {
  readonly id: string;
}

function savedPolicyAccount(
  settings: Pick<CodexConfig, 'rules' | 'gatehouse'>,
  saved: SavedAccountFacts,
  say: SayReason,
): SavedPolicyAccount {
  const { rules: known } = settings;
  const facts = factsOfSaved(saved);
  const method = saved.kind === 'apiKey' ? 'api' : 'chatgpt';
  const { id } = saved;
  const permission = permissionRule('gatehouse.allow_saved_accounts', settings);
  if (known.kind === 'unknown') {
    const reason = texts.rulesNotKnown();
    const check = 'unknown' as const;
    return {
      id,
      method,
      methodCheck: check,
      workspaceCheck: check,
      result: check,
      reason,
      rule: null,
    };
  }
  const violations = storedViolations(known.rules, facts, notVerified());
  const check = (names: readonly RuleName[]): RuleCheck => {
    if (!names.some((name) => asks(known.rules, name))) return 'notApplicable';
    return violations.some(({ rule }) => names.includes(rule)) ? 'forbidden' : 'allowed';
  };
  const checks = {
    methodCheck: check(methodRules),
    workspaceCheck: method === 'api' ? ('notApplicable' as const) : check(workspaceRules),
  };
  const [violation] = violations;
  if (permission.kind !== 'allowed') {
    const rule = 'gatehouse.allow_saved_accounts';
    return { id, method, ...checks, result: 'hidden', reason: permission.reason, rule };
  }
  if (violation !== undefined) {
    const reason = say(violation, 'account');
    const { rule } = violation;
    return { id, method, ...checks, result: 'hidden', reason, rule: ruleNames[rule] };
  }
  return { id, method, ...checks, result: 'allowed', reason: texts.noRuleForbids(), rule: null };
}

function shown(id: string | null): string | null {
  return id === null ? null : shownName(id);
}

const shortLength = 8;

type Identity = Pick<PolicyAccount, 'shortId' | 'method'>;

/** The credential of the environment where nothing is stored, or where it breaks a rule. */
function identityOf(present: Credential, environment: Environment, verdict: Verdict): Identity {
  const breaking = verdict.kind === 'violated' ? verdict.variable : undefined;
  const named =
    environment.find(({ variable }) => variable === breaking) ??
    (present.kind === 'signedOut' ? environment[0] : undefined);
  return named === undefined
    ? storedIdentityOf(present)
    : { shortId: named.variable, method: environmentMethod(named) };
}

function storedIdentityOf(credential: Credential): Identity {
  switch (credential.kind) {
    case 'chatgpt': {
      const id = namedWorkspaceOf(credential.tokens) ?? 'chatgpt';
      return { shortId: shownName(id.slice(0, shortLength)), method: 'chatgpt' };
    }
    case 'apiKey':
      return { shortId: 'api-key', method: 'api' };
    case 'personalAccessToken':
      return { shortId: 'personal-access-token', method: 'chatgpt' };
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return { shortId: 'bedrock', method: 'api' };
    case 'unusable':
      return credential.problem.code === 'tokens-missing'
        ? { shortId: 'chatgpt', method: 'chatgpt' }
        : { shortId: 'unknown', method: 'unknown' };
    case 'signedOut':
      return { shortId: 'none', method: 'unknown' };
  }
}

const methodRules: readonly RuleName[] = ['forcedMethod', 'allowedMethods'];
const workspaceRules: readonly RuleName[] = [
  'forcedWorkspaces',
  'allowedWorkspaces',
  'requireVerified',
];

function checksOf(
  { rules: known, environment }: Pick<CodexConfig, 'rules' | 'environment'>,
  credential: Credential,
  evidence: Evidence,
  { method }: Identity,
): Pick<PolicyAccount, 'methodCheck' | 'workspaceCheck'> {
  if (known.kind === 'unknown') return { methodCheck: 'unknown', workspaceCheck: 'unknown' };
  const { rules } = known;
  const violations = violationsOf(rules, credential, evidence, environment);
  const isOpen = evidence.kind === 'pending' && needsEvidence(rules, credential);
  const check = (names: readonly RuleName[]): RuleCheck => {
    if (!names.some((name) => asks(rules, name))) return 'notApplicable';
    if (violations.some(({ rule }) => names.includes(rule))) return 'forbidden';
    if (method === 'unknown') return 'unknown';
    return isOpen && names.includes('requireVerified') ? 'unknown' : 'allowed';
  };
  return {
    methodCheck: check(methodRules),
    workspaceCheck: method === 'api' ? 'notApplicable' : check(workspaceRules),
  };
}

const resultsOf = {
  signOut: 'toBeSignedOut',
  hide: 'hidden',
  unsetVariable: 'toBeUnset',
} as const satisfies Record<Remedy, PolicyAccount['result']>;

function resultOf(
  verdict: Verdict,
  credential: Credential,
  say: SayReason,
): Pick<PolicyAccount, 'result' | 'reason'> {
  switch (verdict.kind) {
    case 'unknown':
      return { result: 'unknown', reason: say(verdict) };
    case 'violated':
      return { result: resultsOf[verdict.remedy], reason: say(verdict) };
    case 'allowed': {
      // No rule asks, and yet nobody knows what is there.
      const unknown = unknownReason(credential);
      return unknown === null
        ? { result: 'allowed', reason: texts.noRuleForbids() }
        : { result: 'unknown', reason: unknown };
    }
  }
}

function unknownReason(credential: Credential): string | null {
  if (credential.kind === 'unusable') return credential.problem.message;
  return credential.kind === 'personalAccessToken' ? openOwner(factsOf(credential)) : null;
}
