import type { ProblemCode } from '../../shared/problem-code.ts';
import type { StoragePlace } from '../../shared/app-state.ts';
import type { DoctorCheck } from '../../shared/doctor.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { keyringWords } from '../../shared/wording/keyring-problems.ts';
import { keptSummary } from '../../shared/wording/kept-sign-ins.ts';
import { orWithoutKeyring, storeSettingByHand } from '../storage/store-setting.ts';
import type { ProbeOutcome } from '../store/keyring-entries.ts';
import type { Intruder } from '../storage/location-access.ts';
import type {
  DoctorFacts,
  JournalFacts,
  LockFacts,
  RulesFacts,
  StoreFacts,
} from './doctor-facts.ts';

import { homeChecks } from './home-checks.ts';
import { tokenCheck } from './token-check.ts';

/** Whether the credential can be used and changed, and who else is at it. */
export function storeChecks(facts: DoctorFacts): DoctorCheck[] {
  const { locks } = facts;
  const isRefreshing = locks.some(
    ({ name, state }) => name === 'refresh' && (state.kind === 'held' || state.kind === 'own'),
  );
  return [
    ...homeChecks(facts.home),
    storeCheck(facts.store, facts.rules),
    ...(facts.keyring === null ? [] : [keyringCheck(facts.keyring, facts.store)]),
    ...(facts.tokens === null ? [] : [tokenCheck(facts.tokens)]),
    ...keptCopiesChecks(facts.store),
    journalCheck(facts.journal, isRefreshing),
    keptCheck(facts.kept),
    ...locks.map(lockCheck),
    processCheck(facts.codexProcesses),
  ];
}

function storeCheck(
  { mode, active, exposedFile, intruder, problem, signedIn, fileSettingIn }: StoreFacts,
  rules: RulesFacts,
): DoctorCheck {
  const check = { id: 'store', title: 'Stored sign-in' } as const;
  // The mistake is named there.
  if (problem?.code === 'store-unknown' && rules.kind === 'invalid') {
    const detail = 'Where it is kept is not known: see the login rules.';
    return { ...check, status: 'skipped', detail, action: null };
  }
  if (problem !== null) {
    return {
      ...check,
      status: 'fail',
      detail: problem.message,
      action: actionFor(problem.code, fileSettingIn),
    };
  }
  if (exposedFile !== null) {
    return {
      ...check,
      status: 'warn',
      detail: `${exposedFile} can be read by other users of this machine.`,
      action: 'Run: gatehouse store protect',
    };
  }
  if (intruder !== null) return { ...check, status: 'warn', ...intruderWords(intruder) };
  if (active === null) {
    const detail = signedIn
      ? `The store is "${mode}", and what is used comes from elsewhere.`
      : `The store is "${mode}", and nobody is signed in.`;
    return { ...check, status: 'pass', detail, action: null };
  }
  const detail = `${active.location} is well; ${protectionWords[active.protection]}.`;
  return { ...check, status: 'pass', detail, action: null };
}

function intruderWords({
  path,
  because,
  ownerId,
}: Intruder): Pick<DoctorCheck, 'detail' | 'action'> {
  const owner = ownerId === 0 ? 'root' : `user ${ownerId}`;
  switch (because) {
    case 'writableByOthers':
      return {
        detail: `Other users can write to ${path}, and so put another sign-in in the place of yours.`,
        action: `Run: chmod go-w "${path}"`,
      };
    case 'otherOwner':
      return {
        detail: `${path} belongs to ${owner}, who can change the sign-in or keep you from it.`,
        action: 'Make yourself its owner, with chown as root.',
      };
  }
}

/** Under `auto` a file does without a keyring, which is told all the same. */
function keyringCheck(keyring: ProbeOutcome, { mode, fileSettingIn }: StoreFacts): DoctorCheck {
  const check = { id: 'keyring', title: 'Keyring' } as const;
  if (keyring.kind === 'works') {
    const detail = 'An entry was written for trial, and read back.';
    return { ...check, status: 'pass', detail, action: null };
  }
  const { code, message } = keyring;
  const isNeeded = mode === 'keyring' || code !== 'keyring-unavailable';
  const action = actionFor(code, isNeeded ? fileSettingIn : null);
  return { ...check, status: isNeeded ? 'fail' : 'warn', detail: message, action };
}

/** Only where there are some: they are what a person may have forgotten. */
function keptCopiesChecks({ keptCopies }: StoreFacts): DoctorCheck[] {
  if (keptCopies.length === 0) return [];
  return [
    {
      id: 'kept-copies',
      title: 'Kept copies',
      status: 'warn',
      detail: `What could not be read was kept, and may hold a sign-in: ${keptCopies.join(', ')}.`,
      action: 'If you need them no longer, run: gatehouse store remove-copies',
    },
  ];
}

function actionFor(code: ProblemCode, fileSettingIn: string | null): string {
  const action = actionsFor[code] ?? 'Make the store readable, or sign in again.';
  // No move: that refuses to leave behind what it cannot see.
  return code === 'keyring-unavailable' && fileSettingIn !== null
    ? `${action} ${orWithoutKeyring(storeSettingByHand('file', fileSettingIn))}`
    : action;
}

const actionsFor: Readonly<Partial<Record<ProblemCode, string>>> = {
  ...Object.fromEntries(keyringProblemCodes.map((code) => [code, keyringWords(code).step])),
  'record-invalid': 'Sign in again: gatehouse login. What is there is kept under another name.',
  'keyring-locked': 'Unlock the keyring of this desktop.',
  'keyring-unavailable': 'Start the keyring service of this desktop.',
  'store-unknown': 'Correct cli_auth_credentials_store in the settings: see gatehouse policy.',
  'store-unreadable': 'Give yourself the right to read it, and make yourself its owner.',
};

const protectionWords: Readonly<Record<StoragePlace['protection'], string>> = {
  readableByOthers: 'others can read it',
  keyring: 'the keyring protects it',
  encrypted: 'it is encrypted, with its key in the keyring',
  userOnly: 'only this user can read it',
  unknown: 'who else can read it cannot be told here',
  noKeyring: 'no keyring is running to protect it',
};

function journalCheck(journal: JournalFacts, isRefreshing: boolean): DoctorCheck {
  const check = { id: 'refresh-journal', title: 'Unfinished refresh' } as const;
  if (journal.kind === 'empty') {
    return { ...check, status: 'pass', detail: 'There is none.', action: null };
  }
  if (journal.kind === 'unanswered') {
    // Whether that is a trouble is told of the stored sign-in.
    const detail = 'It would be in the keyring, which does not answer.';
    return { ...check, status: 'skipped', detail, action: null };
  }
  if (journal.kind === 'unreadable') {
    return {
      ...check,
      status: 'warn',
      detail: journal.message,
      action: 'Make the folder of the store readable and writable for this user.',
    };
  }
  if (isRefreshing) {
    const detail = 'A refresh is under way at this moment.';
    return { ...check, status: 'pass', detail, action: null };
  }
  return journal.kind === 'begun'
    ? {
        ...check,
        status: 'warn',
        detail: 'A refresh was interrupted, and whether the issuer saw it is not known.',
        action: 'Run: gatehouse refresh --force',
      }
    : {
        ...check,
        status: 'fail',
        detail: 'New tokens were received and could not be saved; the stored ones are spent.',
        action: 'Make the store writable, then run: gatehouse refresh',
      };
}

function keptCheck(kept: DoctorFacts['kept']): DoctorCheck {
  const check = { id: 'kept-sign-ins', title: 'Kept sign-ins' } as const;
  const summary = keptSummary(kept, (time: number) => new Date(time).toISOString());
  return summary === null
    ? { ...check, status: 'pass', detail: 'There are none.', action: null }
    : { ...check, status: 'warn', detail: summary, action: 'Run: gatehouse kept' };
}

const lockTitles = {
  account: 'Lock of the account',
  commit: 'Lock of the stored sign-in',
  refresh: 'Lock of the refresh',
} as const;

function lockCheck({ name, file, state }: LockFacts): DoctorCheck {
  const check = { id: `lock-${name}`, title: lockTitles[name] } as const;
  switch (state.kind) {
    case 'free':
      return { ...check, status: 'pass', detail: `Nobody holds ${file}.`, action: null };
    case 'own': {
      const detail = `Gatehouse itself holds ${file}, for its own work.`;
      return { ...check, status: 'pass', detail, action: null };
    }
    case 'held': {
      const holder = state.holder ?? 'another program';
      return {
        ...check,
        status: 'warn',
        detail: `${file} is held by ${holder}.`,
        action: `Let ${holder} finish, or close it if this does not change.`,
      };
    }
    case 'unusable':
      return {
        ...check,
        status: 'warn',
        detail: state.message,
        action: 'Do not sign in or refresh in two programs at the same time.',
      };
  }
}

function processCheck(processes: readonly string[] | null): DoctorCheck {
  const check = { id: 'codex-processes', title: 'Codex on this home' } as const;
  if (processes === null) {
    const detail = 'This system does not show the environment of other programs.';
    return { ...check, status: 'skipped', detail, action: null };
  }
  const detail =
    processes.length === 0
      ? 'No other program of Codex runs on it.'
      : `Running: ${processes.join(', ')}. They share the sign-in.`;
  return { ...check, status: 'pass', detail, action: null };
}
