import { codexPrograms, isStopped, type CredentialInUse } from '../../shared/codex-programs.ts';
import type { OracleCase } from './cases.ts';
import { selectsIdentity } from './environments.ts';
import type { Observed } from './observe.ts';
import type { SeenCredential } from './programs.ts';

/** Something in which Gatehouse and the real CLI differ, or where Gatehouse makes no claim. */
export interface Finding {
  /**
   * `broken`: what Gatehouse promises does not hold. `notKnown`: it says that it cannot tell,
   * whatever the CLI does, or what it says depends on an issuer that was not asked.
   * `known`: they differ, and it is explained.
   */
  readonly weight: 'broken' | 'notKnown' | 'known';
  readonly reason: string;
}

/** For what alone Gatehouse may say that it does not know. */
const open = {
  cloud: 'the rules of the workspace, of which there is no usable cache',
  owner: 'whose a token is, about which the sign-in service was not asked',
  exchange: 'what the exchange of a workload identity comes to',
  loading: 'whether Codex loads the files, where there is no CLI to ask',
  store: 'what Codex does with a folder in place of its file',
} as const;

/** Why they may differ, where Gatehouse knows. */
const explained = {
  environment: 'the CLI removed what is stored for a credential of the environment',
  changed: 'a removal was announced, and it was kept in the end',
  notProven: 'there is no CLI to ask whether it loads the files, which no program does',
  statusOfCloud: '`codex login status` does not look at the rules of a workspace',
  statusOfProvider:
    '`codex login status` does not look at the provider, with which Codex refuses it',
  emptyId: 'an app-server does not name an account whose id is empty; `codex exec` works with it',
  incomplete: 'the CLI names a sign-in that is not complete, and sends nothing of it',
  unloaded: 'no Codex program starts, which is told, whether or not it asks for rules before',
} as const;

/** How often what was to be shown occurred, over all cases. */
export interface Counts {
  readonly cases: number;
  readonly loaded: number;
  readonly removedByCli: number;
  /** Of these, the ones that Gatehouse has to carry out: the files load, and nothing else is used. */
  readonly demanded: number;
  readonly announcedAndRemoved: number;
  /** Of the demanded, those kept because nobody could be asked: no CLI about the files, or no issuer about a token. */
  readonly unproven: number;
  readonly removedByGatehouse: number;
  /** Removals by Gatehouse in cases in which the CLI keeps. */
  readonly innocent: number;
  /** Cases in which Gatehouse says of at least one program that it cannot tell. */
  readonly notKnown: number;
}

export function countsOf(all: readonly Observed[]): Counts {
  const count = (holds: (observed: Observed) => boolean): number => all.filter(holds).length;
  return {
    cases: all.length,
    loaded: count(({ loads }) => loads),
    removedByCli: count(({ exec }) => exec.removed),
    demanded: count(isDemanded),
    announcedAndRemoved: count(
      (observed) =>
        isDemanded(observed) && observed.gatehouse.announced && observed.gatehouse.removed,
    ),
    unproven: count((observed) => isDemanded(observed) && isUnproven(observed)),
    removedByGatehouse: count(({ gatehouse }) => gatehouse.removed),
    innocent: count(isInnocent),
    notKnown: count((observed) => findingsOf(observed).some(({ weight }) => weight === 'notKnown')),
  };
}

/** Everything in which a case shows a difference, each once; empty where both agree. */
export function findingsOf(observed: Observed): readonly Finding[] {
  const found = [
    ...leftOpen(observed),
    removalFinding(observed),
    ...surfacesOf(observed).map((surface) => surfaceFinding(observed, surface)),
    cloudFinding(observed),
    announcementFinding(observed),
  ].filter((finding) => finding !== null);
  return [...new Map(found.map((finding) => [finding.reason, finding])).values()];
}

function removalFinding(observed: Observed): Finding | null {
  const { exec, gatehouse } = observed;
  const { withheld, verdict } = gatehouse.before;
  if (exec.end === 'hung') return broken('the CLI neither asked the model nor ended');
  if (isInnocent(observed)) return broken('Gatehouse removed what the CLI keeps');
  if (!exec.removed) return null;
  if (exec.asked) return notKnown('cloud');
  if (verdict === 'allowed') return broken('Gatehouse says allowed, and the CLI removed it');
  if (!isDemanded(observed)) return gatehouse.removed ? null : known('environment');
  if (gatehouse.announced && gatehouse.removed) return null;
  // It is counted among what Gatehouse leaves open.
  if (isUnproven(observed)) return null;
  const did = gatehouse.removed ? 'removed it without a word' : 'kept it';
  return broken(`the CLI removed, and Gatehouse ${did} (${withheld ?? verdict})`);
}

/**
 * What Gatehouse leaves open, whatever the CLI does: a removal, and whose sign-in a program uses
 * under which rules, unless it says that no program starts.
 */
function leftOpen({ oracleCase, gatehouse }: Observed): readonly Finding[] {
  const { codex, cloud, cloudBecause, unjudged, withheld } = gatehouse.before;
  const { record, environment } = oracleCase;
  const isOfPat = record.kind === 'personalAccessToken';
  const removal = withheld === 'unproven' ? [notKnown(isOfPat ? 'owner' : 'loading')] : [];
  if (isStopped(codex)) return removal;
  const issuer = (): Finding => {
    if (selectsIdentity(environment)) return notKnown('exchange');
    if (isOfToken(oracleCase)) return notKnown('owner');
    return record.kind === 'directory'
      ? notKnown('store')
      : broken('Gatehouse leaves open what it could tell');
  };
  const uses = codexPrograms.map((program) => codex[program]);
  const isUseOpen = uses.some((use) => use.uses === 'unknown' || isConditional(use));
  const isVerdictOpen = ['owner', 'environment', 'evidence'].includes(unjudged ?? '');
  return [
    ...removal,
    ...(isExpected(cloud) ? [cloudBecause === 'owner' ? issuer() : notKnown('cloud')] : []),
    ...(isUseOpen || isVerdictOpen ? [issuer()] : []),
  ];
}

/** What is said of a kind of program, and what such a program was seen to use. */
interface Surface {
  readonly name: 'exec' | 'login status' | 'account/read';
  readonly said: CredentialInUse;
  readonly seen: SeenCredential;
  /** What the program said. */
  readonly words: string;
  /** Whether it asked for the rules of the workspace. */
  readonly asked: boolean;
}

function surfacesOf({ exec, status, apps, gatehouse }: Observed): readonly Surface[] {
  const { codex } = gatehouse.before;
  return [
    { name: 'exec', said: codex.exec, ...exec },
    { name: 'login status', said: codex.apps, asked: false, ...status },
    { name: 'account/read', said: codex.apps, ...apps },
  ];
}

function surfaceFinding(observed: Observed, surface: Surface): Finding | null {
  const { name, said, seen } = surface;
  if (seen === claimOf(said) || isLeftOpen(observed, surface)) return null;
  const reason = refusalOf(observed, surface);
  if (reason !== null) return notKnown(reason);
  const difference = explanationOf(observed, surface);
  if (difference !== null) return known(difference);
  return broken(`${name}: Gatehouse says ${claimOf(said)}, and the CLI ${seen}`);
}

function claimOf(said: CredentialInUse): SeenCredential | 'unknown' {
  if (said.uses !== 'environment') return said.uses;
  const { kind } = said.credential;
  return kind === 'apiKey' ? 'key' : kind === 'accessToken' ? 'token' : 'identity';
}

function isConditional(said: CredentialInUse): boolean {
  return said.uses === 'environment' && said.condition !== null;
}

/** Whether what was seen is among what Gatehouse leaves open. */
function isLeftOpen({ gatehouse }: Observed, { said, seen, asked }: Surface): boolean {
  if (said.uses === 'unknown' || (asked && isExpected(gatehouse.before.cloud))) return true;
  return isConditional(said) && (seen === 'nothing' || seen === 'stops');
}

/** What an issuer refused, on which it depends whether it is as Gatehouse says. */
function refusalOf(
  { oracleCase, exec, status }: Observed,
  { said, words }: Surface,
): keyof typeof open | null {
  const claim = claimOf(said);
  const reason = claim === 'identity' ? 'exchange' : 'owner';
  const isSaid = (pattern: RegExp): boolean =>
    [words, exec.words, status.words].some((one) => pattern.test(one));
  if (claim === 'identity') return isSaid(ofExchange) ? reason : null;
  return isOfToken(oracleCase) && isSaid(ofOwner) ? reason : null;
}

/** In what the CLI says, where it gets no token for an identity. */
const ofExchange = /token exchange|could not read workload identity assertion file/;

/** Where the service does not say whose a token is. */
const ofOwner = /personal access token metadata/;

const ofEmptyId = /workspace routing requires a ChatGPT account id/;

function explanationOf(
  { oracleCase, loads, exec, gatehouse }: Observed,
  { name, said, seen, words }: Surface,
): keyof typeof explained | null {
  const { record, facts, hasCli } = oracleCase;
  if (!hasCli && !loads && seen === 'stops') return 'notProven';
  if (name === 'exec') return null;
  // With a key of its own, exec says nothing of what is stored.
  const execUses = gatehouse.before.codex.exec.uses;
  const isBorneOut = exec.seen === claimOf(said) || execUses === 'environment';
  if (ofEmptyId.test(words) && isBorneOut) return 'emptyId';
  const isOfStatus = name === 'login status' && seen === 'stored';
  const isHidden = said.uses === 'nothing' || said.uses === 'stops';
  if (isOfStatus && gatehouse.before.cloud === 'inForce' && isHidden) return 'statusOfCloud';
  if (isOfStatus && isBedrock(record) && said.uses === 'stops') return 'statusOfProvider';
  const isUndated = record.kind === 'chatgpt' && record.lastRefresh === null;
  const isIncomplete = isUndated || facts.record === 'no tokens';
  return isIncomplete && said.uses === 'nothing' && exec.seen !== 'stored' ? 'incomplete' : null;
}

const isBedrock = (record: OracleCase['record']): boolean =>
  record.kind === 'text' && record.text.includes('"bedrock');

/** Codex asks for the rules of a workspace where Gatehouse says that it will. */
function cloudFinding(observed: Observed): Finding | null {
  const { oracleCase, loads, exec, apps, gatehouse } = observed;
  const { cloud } = gatehouse.before;
  const isAsked = exec.asked || apps.asked;
  if (isAsked === isExpected(cloud)) return null;
  if (!loads) return known('unloaded');
  if (isAsked)
    return broken(`the CLI asked for the rules of the workspace, and Gatehouse says ${cloud}`);
  // A token may be of a plan without rules.
  return isOfToken(oracleCase) || selectsIdentity(oracleCase.environment)
    ? null
    : broken('Gatehouse expects rules of the workspace, and the CLI asks for none');
}

/** Whether a token is stored or set of which only the issuer knows whose it is. */
function isOfToken({ record, environment }: OracleCase): boolean {
  return (
    record.kind === 'personalAccessToken' ||
    environment.variables['CODEX_ACCESS_TOKEN'] !== undefined
  );
}

function isExpected(cloud: string): boolean {
  return cloud === 'expected' || cloud === 'otherVersion';
}

function announcementFinding({ gatehouse }: Observed): Finding | null {
  return gatehouse.announced && !gatehouse.removed ? known('changed') : null;
}

function broken(reason: string): Finding {
  return { weight: 'broken', reason };
}

function notKnown(reason: keyof typeof open): Finding {
  return { weight: 'notKnown', reason: open[reason] };
}

function known(reason: keyof typeof explained): Finding {
  return { weight: 'known', reason: explained[reason] };
}

/** Gatehouse removed, and the CLI keeps: as it is started here, or without the environment's credentials. */
function isInnocent({ exec, bareExec, gatehouse }: Observed): boolean {
  return gatehouse.removed && (!exec.removed || bareExec?.removed === false);
}

/**
 * What Gatehouse has to carry out: the CLI removes, by rules that are on this machine, and nothing
 * in the environment could save it.
 */
export function isDemanded({
  oracleCase,
  loads,
  exec,
}: Pick<Observed, 'oracleCase' | 'loads' | 'exec'>): boolean {
  return exec.removed && !exec.asked && loads && !oracleCase.environment.hasCredential;
}

/**
 * Why it keeps what it should remove, and says what Codex does: there is no CLI to ask about files
 * with keys that Gatehouse does not know, or the record is a personal access token, about which the
 * CLI asks the issuer first.
 */
function isUnproven({ oracleCase, gatehouse }: Observed): boolean {
  const { verdict, withheld, message, policy } = gatehouse.before;
  if (gatehouse.removed) return false;
  if (oracleCase.record.kind !== 'personalAccessToken') {
    return withheld === 'unproven' && !oracleCase.hasCli;
  }
  const isTold = message?.includes('Codex asks the sign-in service') === true;
  const isOpen = verdict === 'unknown' || withheld === 'unproven';
  return isOpen && isTold && ['error', 'actionNeeded'].includes(policy);
}
