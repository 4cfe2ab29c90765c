import {
  codexPrograms,
  type CodexCredentials,
  type CodexProgram,
  type CredentialInUse,
  type NamedCredential,
} from '../codex-programs.ts';

/** Who looks, and so whose environment is known. */
export type Onlooker = 'terminal' | 'app';

interface Group {
  readonly programs: readonly CodexProgram[];
  readonly use: CredentialInUse;
}

/**
 * What Codex programs that start here sign in with, in sentences; none where all of them use the
 * stored sign-in, or there is none.
 */
export function credentialSentences(
  codex: CodexCredentials,
  onlooker: Onlooker,
): readonly string[] {
  const groups = groupsOf(codex);
  if (groups.every(({ use }) => isOrdinary(use))) return [];
  const isElsewhere = groups.some(
    ({ use }) => use.uses === 'environment' && use.credential.setIn === 'environment',
  );
  return [
    ...groups.map((group) => sentenceOf(group, onlooker)),
    ...(isElsewhere ? ['A Codex started elsewhere may have other credentials.'] : []),
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
  const what = kind === 'workloadIdentity' ? 'workload identity' : variable;
  return group.programs.includes('exec') && group.programs.length < codexPrograms.length
    ? `codex exec uses ${what}`
    : `Codex uses ${what}`;
}

/** A credential by its source. */
export function credentialName(
  { kind, variable, setIn }: NamedCredential,
  onlooker: Onlooker,
): string {
  const what = kind === 'workloadIdentity' ? 'workload identity, from' : variable;
  const where =
    setIn === 'dotenv'
      ? '.env of the Codex home'
      : onlooker === 'terminal'
        ? 'this terminal'
        : 'Gatehouse\u2019s environment';
  if (kind === 'workloadIdentity' && setIn === 'environment')
    return `${what} ${variable} of ${where}`;
  return kind === 'workloadIdentity' ? `${what} ${where}` : `${what} of ${where}`;
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

function sentenceOf({ programs, use }: Group, onlooker: Onlooker): string {
  const { who: name, isOne } = whoOf(programs);
  const who = name.replace(/^e/, 'E');
  const uses = isOne ? 'uses' : 'use';
  switch (use.uses) {
    case 'stored':
      return `${who} ${uses} the stored sign-in.`;
    case 'environment': {
      const condition = use.condition === null ? '' : ` ${use.condition}`;
      return `${who} ${uses} ${credentialName(use.credential, onlooker)}.${condition}`;
    }
    case 'nothing':
      return `${who} ${isOne ? 'is' : 'are'} not signed in.${use.message === null ? '' : ` ${use.message}`}`;
    case 'stops':
      return `${who} ${isOne ? 'does' : 'do'} not start: ${use.message}`;
    case 'unknown':
      return `What ${name} ${uses} is not known. ${use.message}`;
  }
}

const names = {
  exec: 'codex exec',
  terminal: 'Codex in the terminal',
  apps: 'editors and the desktop app',
} as const satisfies Record<CodexProgram, string>;

function whoOf(programs: readonly CodexProgram[]): { who: string; isOne: boolean } {
  if (programs.length === codexPrograms.length) return { who: 'Codex', isOne: true };
  const all = programs.map((program) => names[program]);
  return {
    who: all.join(', '),
    isOne: programs.length === 1 && programs[0] !== 'apps',
  };
}
