import {
  codexPrograms,
  type CodexCredentials,
  type CodexProgram,
  type CredentialInUse,
  type NamedCredential,
} from '../codex-programs.ts';
import { credentialsInUseTexts as texts } from '../texts/credentials-in-use.ts';
import { andList, commaList } from './lists.ts';

/** Who looks, and so whose environment is known. */
export type Onlooker = 'terminal' | 'app';

interface Group {
  readonly programs: readonly CodexProgram[];
  readonly use: CredentialInUse;
}

/**
 * What Codex programs that start here sign in with, in sentences; none where all of them use the
 * stored sign-in, or there is none.
 * @param said what is said elsewhere, and not repeated as the reason
 */
export function credentialSentences(
  codex: CodexCredentials,
  onlooker: Onlooker,
  said: readonly string[] = [],
): readonly string[] {
  const groups = groupsOf(codex);
  if (groups.every(({ use }) => isOrdinary(use))) return [];
  const isElsewhere = groups.some(
    ({ use }) => use.uses === 'environment' && use.credential.setIn === 'environment',
  );
  return [
    ...groups.map((group) => sentenceOf(group, onlooker, said)),
    ...(isElsewhere ? [texts.elsewhere()] : []),
  ];
}

/** The credential that all programs use in place of the stored sign-in; null for none. */
export function soleCredential(codex: CodexCredentials): NamedCredential | null {
  const [group, ...others] = groupsOf(codex);
  return others.length === 0 && group?.use.uses === 'environment' ? group.use.credential : null;
}

/** One line for a menu: who uses a credential of the environment; null for nobody. */
export function credentialLine(codex: CodexCredentials): string | null {
  const group = groupsOf(codex).find(({ use }) => use.uses === 'environment');
  if (group?.use.uses !== 'environment') return null;
  const { kind, variable } = group.use.credential;
  const isExec = group.programs.includes('exec') && group.programs.length < codexPrograms.length;
  if (kind === 'workloadIdentity') {
    return isExec ? texts.line.execWorkloadIdentity() : texts.line.allWorkloadIdentity();
  }
  return isExec ? texts.line.exec({ variable }) : texts.line.all({ variable });
}

/** A credential by its source. */
export function credentialName(
  { kind, variable, setIn }: NamedCredential,
  onlooker: Onlooker,
): string {
  const by = kind === 'workloadIdentity' ? texts.workloadIdentity : texts.variable;
  return by[setIn === 'dotenv' ? setIn : onlooker]({ variable });
}

function groupsOf(codex: CodexCredentials): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const program of codexPrograms) {
    const use = codex[program];
    const key = JSON.stringify(use);
    groups.set(key, { use, programs: [...(groups.get(key)?.programs ?? []), program] });
  }
  return [...groups.values()];
}

function isOrdinary(use: CredentialInUse): boolean {
  return use.uses === 'stored' || (use.uses === 'nothing' && use.message === null);
}

function sentenceOf(
  { programs, use }: Group,
  onlooker: Onlooker,
  elsewhere: readonly string[],
): string {
  const isSaid = (message: string | null): boolean =>
    message !== null && elsewhere.some((one) => one.includes(message));
  const isOne = programs.length === codexPrograms.length || isExecOrTerminal(programs);
  const said = isOne ? texts.one : texts.several;
  const who = { programs: namesOf(programs, texts.programsAtStart) };
  switch (use.uses) {
    case 'stored':
      return said.stored(who);
    case 'environment': {
      const credential = credentialName(use.credential, onlooker);
      return withMore(said.environment({ ...who, credential }), use.condition);
    }
    case 'nothing':
      return withMore(said.nothing(who), isSaid(use.message) ? null : use.message);
    case 'stops':
      return isSaid(use.message) ? said.stopsSo(who) : said.stops({ ...who, message: use.message });
    case 'unknown':
      return said.unknown({
        programs: namesOf(programs, texts.programs),
        message: use.message,
      });
  }
}

function isExecOrTerminal([program, ...others]: readonly CodexProgram[]): boolean {
  return others.length === 0 && program !== 'apps';
}

function withMore(sentence: string, more: string | null): string {
  return more === null ? sentence : `${sentence} ${more}`;
}

function namesOf(
  programs: readonly CodexProgram[],
  ofFirst: typeof texts.programs | typeof texts.programsAtStart,
): string {
  if (programs.length === codexPrograms.length) return ofFirst.all();
  const names = programs.map((program, index) =>
    (index === 0 ? ofFirst : texts.programs)[program](),
  );
  // The last is two already.
  return programs.includes('apps') ? commaList(names) : andList(names);
}
