import type { Policy, PolicyLayer, PolicyReport } from '../../shared/policy.ts';
import type { Credential } from '../auth/credential.ts';
import { hasRules, type KnownRules } from '../policy/login-rules.ts';
import { isLoginRule } from '../policy/policy-keys.ts';
import { ruleNames } from '../policy/login-rules.ts';
import type { Verdict } from '../policy/verdict.ts';
import { ruleConflicts } from '../policy/rule-conflicts.ts';
import type { RulesFacts, RuleSettingPlace } from './doctor-facts.ts';

export interface RulesFindings {
  readonly report: PolicyReport;
  readonly rules: KnownRules;
  readonly verdict: Verdict;
  readonly credential: Credential;
  /** The one file of settings that the person may write. */
  readonly userConfig: string;
}

/**
 * What stands in the way by the login rules, the gravest: what cannot be understood,
 * then what nobody can comply with, then what the present sign-in does not.
 */
export function rulesFactsOf(findings: RulesFindings): RulesFacts {
  const { report, rules, verdict, credential } = findings;
  const mistakes = mistakesIn(report);
  if (mistakes.length > 0) return { kind: 'invalid', mistakes };
  if (rules.kind === 'unknown') return { kind: 'unknown', message: rules.message };
  const [conflict] = ruleConflicts(rules.rules);
  if (conflict) {
    const ways = conflict.waysOut.map((key) => placeOf(key, findings));
    return { kind: 'conflict', message: conflict.sentence, ways };
  }
  switch (verdict.kind) {
    case 'violated': {
      const { message, rule } = verdict;
      const { variable = null } = verdict;
      return { kind: 'violated', message, place: placeOf(ruleNames[rule], findings), variable };
    }
    case 'unknown': {
      const { because, message } = verdict;
      if (because === 'rules' || because === 'environment') return { kind: 'unknown', message };
      if (because === 'credential') return { kind: 'unjudged' };
      if (because === 'owner') return { kind: 'unowned', message };
      return { kind: 'pending', message, place: placeOf(ruleNames.requireVerified, findings) };
    }
    case 'allowed': {
      const isSet = report.policies.some(
        ({ key, status }) => isLoginRule(key) && status !== 'notSet',
      );
      if (!isSet) return { kind: 'none' };
      if (credential.kind === 'signedOut') return { kind: 'vacant' };
      return { kind: hasRules(rules.rules) ? 'met' : 'unasked' };
    }
  }
}

/** Where a setting is set, or where the person may set it. */
function placeOf(key: string, { report, userConfig }: RulesFindings): RuleSettingPlace {
  const policy = report.policies.find((row) => row.key === key);
  const layer = policy && decidingLayer(policy);
  if (!layer) return { key, source: userConfig, line: null, column: null, isOwn: true };
  const { source, line, column, level } = layer;
  return { key, source, line, column, isOwn: level === 'user' };
}

/**
 * Values that cannot be understood, what forbids every sign-in first, and files that
 * cannot be read, each once.
 */
function mistakesIn({
  policies,
  sources,
}: PolicyReport): Extract<RulesFacts, { kind: 'invalid' }>['mistakes'] {
  const invalid = policies.filter(({ status }) => status === 'invalid');
  const gravestFirst = [
    ...invalid.filter(({ key }) => isLoginRule(key)),
    ...invalid.filter(({ key }) => !isLoginRule(key)),
  ];
  const unreadable = sources.filter(({ status }) => status === 'unreadable');
  const found = gravestFirst.flatMap((policy) => {
    const layer = decidingLayer(policy);
    if (!layer || unreadable.some(({ place }) => place === layer.source)) return [];
    return [{ policy, layer }];
  });
  const values = found.flatMap(({ policy, layer }) => {
    // What is no table is one mistake of all policies that would stand in it.
    const [first, ...others] = found.filter((one) => isSameMistake(one.layer, layer));
    if (first?.policy !== policy) return [];
    const { source, line, column, level } = layer;
    const key = others.length > 0 ? null : policy.key;
    const place = { key, source, line, column, isOwn: level === 'user' };
    return [{ message: policy.effect, place }];
  });
  const files = unreadable.map(({ place: source, line, column, level, message }) => ({
    message:
      gravestFirst.find((policy) => policy.source === source)?.effect ??
      `${source} cannot be used (${message}).`,
    place: { key: null, source, line, column, isOwn: level === 'user' },
  }));
  return [...files, ...values];
}

function isSameMistake(left: PolicyLayer, right: PolicyLayer): boolean {
  return left.source === right.source && left.message === right.message;
}

function decidingLayer({ layers }: Policy): PolicyLayer | undefined {
  return layers.find(({ outcome }) => outcome === 'applied' || outcome === 'invalid');
}
