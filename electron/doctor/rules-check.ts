import type { DoctorCheck } from '../../shared/doctor.ts';
import type { CloudReport, Policy, PolicyLayer, PolicyReport } from '../../shared/policy.ts';
import { doctorTexts } from '../../shared/texts/doctor.ts';
import { loginRuleTexts } from '../../shared/texts/login-rules.ts';
import { semicolonList } from '../../shared/wording/lists.ts';
import { cloudRulesText } from '../../shared/wording/cloud-rules.ts';
import { placePhrase, ruleSentence } from '../../shared/wording/rule-place.ts';
import { asSentence } from '../../shared/wording/sentence.ts';
import type { WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import type { Credential } from '../auth/credential.ts';
import { hasRules, ruleNames, type KnownRules } from '../policy/login-rules.ts';
import { isLoginRule } from '../policy/policy-keys.ts';
import { ruleConflicts } from '../policy/rule-conflicts.ts';
import type { Verdict } from '../policy/verdict.ts';
import { verdictText } from '../policy/violation-text.ts';
import type { DoctorReader, RulesFacts, RuleSettingPlace, SettingPlace } from './doctor-facts.ts';
import { factAndStep } from './fact-and-step.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';

export interface RulesFindings {
  readonly report: PolicyReport;
  readonly rules: KnownRules;
  readonly verdict: Verdict;
  readonly credential: Credential;
  readonly userConfig: string;
  readonly names: WorkspaceNaming;
}

/** The gravest first: what nobody understands, can comply with, then what this sign-in does not. */
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
      const { message, rule, variable = null } = verdict;
      const explanation = verdictText(verdict, findings.names);
      const place = placeOf(ruleNames[rule], findings);
      return { kind: 'violated', message, explanation, place, variable };
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
  const isOfCloud = report.sources.some(
    ({ kind, place }) => kind === 'cloud' && place === layer.source,
  );
  return { ...positionOf(layer), key, isOfCloud };
}

function positionOf({
  source,
  line,
  column,
  level,
}: Pick<PolicyLayer, 'source' | 'line' | 'column' | 'level'>): Omit<SettingPlace, 'key'> {
  return { source, line, column, isOwn: level === 'user' };
}

/** What forbids every sign-in comes first. */
function mistakesIn({
  policies,
  sources,
}: PolicyReport): Extract<RulesFacts, { kind: 'invalid' }>['mistakes'] {
  const gravestFirst = policies
    .filter(({ status }) => status === 'invalid')
    .toSorted((left, right) => Number(isLoginRule(right.key)) - Number(isLoginRule(left.key)));
  const unreadable = sources.filter(({ status }) => status === 'unreadable');
  const found = gravestFirst.flatMap((policy) => {
    const layer = decidingLayer(policy);
    if (!layer || unreadable.some(({ place }) => place === layer.source)) return [];
    return [{ policy, layer }];
  });
  const values = found.flatMap(({ policy, layer }) => {
    // A table that is none is one mistake of all policies in it.
    const [first, ...others] = found.filter((one) => isSameMistake(one.layer, layer));
    if (first?.policy !== policy) return [];
    const key = others.length > 0 ? null : policy.key;
    return [{ message: policy.effect, place: { ...positionOf(layer), key } }];
  });
  const files = unreadable.map((file) => {
    const { place: source, message } = file;
    const effect = gravestFirst.find((policy) => policy.source === source)?.effect;
    return {
      message: effect ?? loginRuleTexts.placeUnusable({ place: source, fault: message ?? '' }),
      place: { ...positionOf({ ...file, source }), key: null },
    };
  });
  return [...files, ...values];
}

function isSameMistake(left: PolicyLayer, right: PolicyLayer): boolean {
  return left.source === right.source && left.message === right.message;
}

function decidingLayer({ layers }: Policy): PolicyLayer | undefined {
  return layers.find(({ outcome }) => outcome === 'applied' || outcome === 'invalid');
}

const texts = doctorTexts.rules;

/** Whether a login rule stands in the way, where it is set, and what one can do. */
export function rulesCheck(
  rules: RulesFacts,
  cloud: CloudReport,
  reader: DoctorReader,
): DoctorCheck {
  return {
    id: 'login-rules',
    title: doctorTexts.titles.rules(),
    ...withCloud(outcomeOf(rules, reader), cloud),
  };
}

/** With what is known of the rules of the workspace, unless something worse is known. */
function withCloud(outcome: Outcome, cloud: CloudReport): Outcome {
  const text = cloudRulesText(cloud);
  if (outcome.status !== 'pass' || text === null) return outcome;
  const detail = `${outcome.detail} ${text}`;
  return cloud.kind === 'otherVersion' ? warned(detail, texts.update()) : passed(detail);
}

function outcomeOf(rules: RulesFacts, reader: DoctorReader): Outcome {
  switch (rules.kind) {
    case 'none':
      return passed(texts.none());
    case 'unasked':
      return passed(texts.unasked());
    case 'vacant':
      return passed(texts.vacant());
    case 'met':
      return passed(texts.met());
    case 'invalid': {
      const { mistakes } = rules;
      const detail = mistakes.map(({ message }) => message).join(' ');
      const [first] = mistakes;
      return failed(detail, first ? correction(first.place) : null);
    }
    case 'conflict':
      return failed(rules.message, wayOut(rules.ways));
    case 'violated':
      return failed(`${violationText(rules, reader)} ${sentenceOn(rules.place)}`, remedy(rules));
    case 'pending':
      return warned(
        `${rules.message} ${sentenceOn(rules.place)} ${texts.keptMeanwhile()}`,
        texts.checkIssuer(),
      );
    case 'unjudged':
      return skipped(texts.unjudged());
    case 'unowned':
      return warned(factAndStep(rules.message).fact, texts.lookUp());
    case 'unknown':
      return failed(texts.unknown({ fault: rules.message }), texts.correctNamed());
  }
}

/** For people without the step at its end, which the remedy is. */
function violationText(
  { message, explanation, variable }: Extract<RulesFacts, { kind: 'violated' }>,
  reader: DoctorReader,
): string {
  return reader === 'people' ? factAndStep(explanation, variable).fact : asSentence(message);
}

function correction(place: SettingPlace): string {
  const setting = withKey(place);
  const { correct } = texts;
  // Invalid TOML has a line; a file without one is closed, too large, or no text at all.
  const isUnread = place.key === null && place.line === null;
  if (place.isOwn) return isUnread ? correct.ownUnread({ setting }) : correct.own({ setting });
  return isUnread ? correct.managedUnread({ setting }) : correct.managed({ setting });
}

/** The person's own way first, which needs nobody else. */
function wayOut(ways: readonly SettingPlace[]): string | null {
  const own = ways.filter(({ isOwn }) => isOwn);
  const [first, ...others] = own.length > 0 ? own : ways;
  if (!first) return null;
  const { change, changeOne, useKeyring } = first.isOwn ? texts.waysOut.own : texts.waysOut.managed;
  if (others.length > 0) {
    return changeOne({ settings: semicolonList([first, ...others].map(withKey)) });
  }
  return isStore(first)
    ? useKeyring({ place: placePhrase(first) })
    : change({ setting: withKey(first) });
}

function isStore({ key }: SettingPlace): boolean {
  return key === 'cli_auth_credentials_store';
}

function remedy({ place, variable }: Extract<RulesFacts, { kind: 'violated' }>): string {
  const { remedies } = texts;
  // Neither another sign-in nor signing out would help.
  if (variable !== null) return remedies.unset({ variable });
  if (isStore(place)) return remedies.setStore();
  if (place.isOfCloud === true) return remedies.ofCloud();
  return place.isOwn ? remedies.own() : remedies.managed();
}

function sentenceOn(place: RuleSettingPlace): string {
  return ruleSentence({ ...place, rule: place.key });
}

function withKey(place: SettingPlace): string {
  const where = placePhrase(place);
  return place.key === null ? where : texts.settingIn({ key: place.key, place: where });
}
