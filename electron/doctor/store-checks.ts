import type { ProblemCode } from '../../shared/problem-code.ts';
import type { StoragePlace } from '../../shared/app-state.ts';
import type { DoctorCheck } from '../../shared/doctor.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { keyringAdvice } from '../../shared/wording/keyring-problems.ts';
import { systemWords } from '../../shared/wording/system-words.ts';
import { keptSummary } from '../../shared/wording/kept-sign-ins.ts';
import { zonedTime } from '../../shared/wording/local-time.ts';
import { providerText } from '../../shared/wording/model-provider.ts';
import {
  programLine,
  serverVariablesText,
  shareTheSignIn,
  staleServerText,
  stillUsedTexts,
} from '../../shared/wording/running-codex.ts';
import { orWithoutKeyring, storeSettingByHand } from '../storage/store-setting.ts';
import type { ProbeOutcome } from '../store/keyring-entries.ts';
import type { Intruder } from '../storage/location-access.ts';
import type {
  DoctorFacts,
  FolderFacts,
  HomeFacts,
  JournalFacts,
  LockFacts,
  RulesFacts,
  StoreFacts,
  TokenCheckFacts,
} from './doctor-facts.ts';
import { accountsChecks } from './accounts-checks.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';

/** Whether the credential can be used and changed, and who else is at it. */
export function storeChecks(facts: DoctorFacts): DoctorCheck[] {
  const { home, store, keyring, tokens, locks } = facts;
  const isRefreshing = locks.some(
    ({ name, state }) => name === 'refresh' && (state.kind === 'held' || state.kind === 'own'),
  );
  return [
    { id: 'codex-home', title: 'Folder of Codex', ...homeOutcome(home.home) },
    // A linked auth.json is written where it points to.
    ...optional(home.beside, linkedFolderCheck),
    { id: 'store', title: 'Stored sign-in', ...storeOutcome(store, facts.rules) },
    ...optional(keyring, (found) => keyringCheck(found, store)),
    ...optional(tokens, tokenCheck),
    ...keptCopiesChecks(store),
    {
      id: 'refresh-journal',
      title: 'Unfinished refresh',
      ...journalOutcome(facts.journal, isRefreshing),
    },
    { id: 'kept-sign-ins', title: 'Kept sign-ins', ...keptOutcome(facts.kept) },
    ...accountsChecks(facts.savedAccounts),
    ...locks.map(lockCheck),
    { id: 'codex-processes', title: 'Codex on this home', ...processes(facts.running) },
  ];
}

function optional<T>(found: T | null, check: (found: T) => DoctorCheck): DoctorCheck[] {
  return found === null ? [] : [check(found)];
}

function homeOutcome({ folder, isChosen, state }: HomeFacts['home']): Outcome {
  if (state.kind !== 'missing') return writability(folder, state);
  return isChosen
    ? failed(
        `CODEX_HOME points to ${folder}, which is not there. Codex does not start.`,
        'Make that folder, or correct CODEX_HOME.',
      )
    : passed(`${folder} is not there yet. The first sign-in makes it.`);
}

function linkedFolderCheck({ folder, state }: FolderFacts): DoctorCheck {
  const outcome =
    state.kind === 'missing'
      ? failed(
          `auth.json is a link into ${folder}, which is not there.`,
          'Bring that folder back, for example by connecting its disk.',
        )
      : writability(folder, state);
  return { id: 'linked-folder', title: 'Folder that auth.json is linked to', ...outcome };
}

function writability(
  folder: string,
  state: Exclude<FolderFacts['state'], { kind: 'missing' }>,
): Outcome {
  return state.kind === 'writable'
    ? passed(`${folder} can be written.`)
    : failed(
        `${folder} cannot be written: ${state.reason}. No refreshed token can be saved there.`,
        'Make the folder and its disk writable for your user.',
      );
}

function storeOutcome(
  { mode, active, exposedFile, intruder, problem, signedIn, fileSettingIn, ...found }: StoreFacts,
  rules: RulesFacts,
): Outcome {
  // The check of the rules names the mistake.
  if (problem?.code === 'store-unknown' && rules.kind === 'invalid') {
    return skipped('Where it is kept is not known: see the login rules.');
  }
  if (problem !== null) {
    const outcome = isOfOtherUse.includes(problem.code) ? warned : failed;
    return outcome(problem.message, actionFor(problem.code, fileSettingIn));
  }
  if (exposedFile !== null) {
    return warned(
      `${exposedFile} can be read by other users of this machine.`,
      'Run: gatehouse store protect',
    );
  }
  if (intruder !== null) return intruderOutcome(intruder);
  if (active !== null) {
    const holds = found.holds === null ? '' : `, and holds: ${found.holds}`;
    return passed(`${active.location} is well${holds}; ${protectionWords[active.protection]}.`);
  }
  return passed(
    signedIn
      ? `The store is "${mode}", and what is used comes from elsewhere.`
      : `The store is "${mode}", and nobody is signed in. ${providerText(found.provider, null) ?? ''}`.trim(),
  );
}

/** What is stored is whole, and Codex here, or Gatehouse, has no use for it. */
const isOfOtherUse: readonly ProblemCode[] = ['mode-unsupported', 'other-provider'];

function intruderOutcome({ path, because, ownerId }: Intruder): Outcome {
  switch (because) {
    case 'writableByOthers':
      return warned(
        `Other users can write to ${path}, and so put another sign-in in the place of yours.`,
        `Run: chmod go-w "${path}"`,
      );
    case 'otherOwner':
      return warned(
        `${path} belongs to ${ownerId === 0 ? 'root' : `user ${ownerId}`}, who can change the sign-in or keep you from it.`,
        'Make yourself its owner, with chown as root.',
      );
  }
}

/** Under `auto` a file does without a keyring, which is worth a warning. */
function keyringCheck(keyring: ProbeOutcome, { mode, fileSettingIn }: StoreFacts): DoctorCheck {
  const check = { id: 'keyring', title: 'Keyring' } as const;
  if (keyring.kind === 'works') {
    return { ...check, ...passed('An entry was written for trial, and read back.') };
  }
  const { code, message } = keyring;
  const isNeeded = mode === 'keyring' || code !== 'keyring-unavailable';
  return isNeeded
    ? { ...check, ...failed(message, actionFor(code, fileSettingIn)) }
    : { ...check, ...warned(message, actionFor(code, null)) };
}

function tokenCheck(facts: TokenCheckFacts): DoctorCheck {
  return { id: 'tokens', title: 'Tokens of the sign-in', ...tokenOutcome(facts) };
}

const signInAgain = 'Sign in again: gatehouse login';

function tokenOutcome({ problem, refusal }: TokenCheckFacts): Outcome {
  if (refusal !== null) {
    const { issuer, code, at } = refusal;
    return failed(
      `${issuer} refused the refresh token for good on ${zonedTime(at)} (${code}).`,
      signInAgain,
    );
  }
  if (problem === null) return passed('Nothing is known against them.');
  const { code, message } = problem;
  switch (code) {
    case 'refresh-failed':
      return failed(message, signInAgain);
    case 'refresh-token-missing':
      return warned(
        'The sign-in has no refresh token and ends with its access token.',
        signInAgain,
      );
    case 'token-expired':
      return warned(
        'The access token has run out. Codex cannot work until it is refreshed.',
        'Run: gatehouse refresh',
      );
    case 'record-incomplete':
      return warned(message, 'Run: gatehouse refresh --force');
    case 'tokens-unsaved':
      return warned(message, 'Run: gatehouse refresh');
  }
}

function keptCopiesChecks({ keptCopies }: StoreFacts): DoctorCheck[] {
  if (keptCopies.length === 0) return [];
  const outcome = warned(
    `What could not be read was kept, and may hold a sign-in: ${keptCopies.join(', ')}.`,
    'If you need them no longer, run: gatehouse store remove-copies',
  );
  return [{ id: 'kept-copies', title: 'Kept copies', ...outcome }];
}

function actionFor(code: ProblemCode, fileSettingIn: string | null): string {
  const action = actionsFor[code] ?? 'Make the store readable, or sign in again.';
  // By hand, since a move refuses to leave behind what it cannot see.
  return code === 'keyring-unavailable' && fileSettingIn !== null
    ? `${action} ${orWithoutKeyring(storeSettingByHand('file', fileSettingIn))}`
    : action;
}

const actionsFor: Readonly<Partial<Record<ProblemCode, string>>> = {
  ...Object.fromEntries(
    keyringProblemCodes.map((code) => [code, keyringAdvice(code, process.platform).step]),
  ),
  'record-invalid': 'Sign in again: gatehouse login. What is there is kept under another name.',
  'keyring-locked': 'Unlock the keyring.',
  'keyring-unavailable': `${systemWords(process.platform).keyring.startAgain}.`,
  'store-unknown': 'Correct cli_auth_credentials_store in the settings: see gatehouse policy.',
  'mode-unsupported':
    'Update Gatehouse, or sign in again: gatehouse login. What is there is kept under another name.',
  'other-provider':
    'Set model_provider = "amazon-bedrock" in config.toml, or sign in with ChatGPT: gatehouse login',
  'token-refused': 'Make a new token, then run: gatehouse login --with-access-token',
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

function journalOutcome(journal: JournalFacts, isRefreshing: boolean): Outcome {
  switch (journal.kind) {
    case 'empty':
      return passed('There is none.');
    case 'unanswered':
      // The check of the stored sign-in says whether that is a trouble.
      return skipped('It would be in the keyring, which does not answer.');
    case 'unreadable':
      return warned(
        journal.message,
        'Make the folder of the store readable and writable for this user.',
      );
    case 'begun':
    case 'unsaved':
      return isRefreshing
        ? passed('A refresh is under way at this moment.')
        : interruptedOutcome(journal.kind);
  }
}

function interruptedOutcome(kind: 'begun' | 'unsaved'): Outcome {
  return kind === 'begun'
    ? warned(
        'A refresh was interrupted, and whether the issuer saw it is not known.',
        'Run: gatehouse refresh --force',
      )
    : failed(
        'New tokens were received and could not be saved; the stored ones are spent.',
        'Make the store writable, then run: gatehouse refresh',
      );
}

function keptOutcome(kept: DoctorFacts['kept']): Outcome {
  const summary = keptSummary(kept, (time: number) => zonedTime(time));
  return summary === null ? passed('There are none.') : warned(summary, 'Run: gatehouse kept');
}

const lockTitles = {
  account: 'Lock of the account',
  commit: 'Lock of the stored sign-in',
  refresh: 'Lock of the refresh',
} as const;

function lockCheck({ name, file, state }: LockFacts): DoctorCheck {
  return { id: `lock-${name}`, title: lockTitles[name], ...lockOutcome(file, state) };
}

function lockOutcome(file: string, state: LockFacts['state']): Outcome {
  switch (state.kind) {
    case 'free':
      return passed(`Nobody holds ${file}.`);
    case 'own':
      return passed(`Gatehouse itself holds ${file}, for its own work.`);
    case 'held': {
      const holder = state.holder ?? 'another program';
      return warned(
        `${file} is held by ${holder}.`,
        `Let ${holder} finish, or close it if this does not change.`,
      );
    }
    case 'unusable':
      return warned(state.message, 'Do not sign in or refresh in two programs at the same time.');
  }
}

function processes(running: DoctorFacts['running']): Outcome {
  if (!running.areShown) return skipped('This system does not show other programs.');
  const { programs, stored } = running;
  if (programs.length === 0) return passed('No other program of Codex runs on it.');
  const lines = programs.map((one) => programLine(one, stored, (at) => new Date(at).toISOString()));
  const variables = serverVariablesText(running);
  const told = `Running: ${lines.join('; ')}.`;
  if (variables !== null) return warned(`${told} ${variables}`, restartAdvice);
  const outdated = stillUsedTexts(running);
  if (outdated.length > 0) {
    const isServer = staleServerText(running) !== null;
    const advice = isServer ? restartAdvice : 'Restart the programs that use another account.';
    return warned([told, ...outdated].join(' '), advice);
  }
  return passed(shareTheSignIn(running) ? `${told} They share the stored sign-in.` : told);
}

const restartAdvice = 'Run: gatehouse codex restart';
