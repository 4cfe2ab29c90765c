import type { ProblemCode } from '../../shared/problem-code.ts';
import type { DoctorCheck } from '../../shared/doctor.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { doctorTexts as texts } from '../../shared/texts/doctor.ts';
import { runningTexts } from '../../shared/texts/running-codex.ts';
import { storageTexts } from '../../shared/texts/storage-moves.ts';
import { keyringAdvice } from '../../shared/wording/keyring-problems.ts';
import { systemWords } from '../../shared/wording/system-words.ts';
import { keptSummary } from '../../shared/wording/kept-sign-ins.ts';
import { zonedTime } from '../base/local-time.ts';
import { providerText } from '../../shared/wording/model-provider.ts';
import {
  programLine,
  serverVariablesText,
  shareTheSignIn,
  staleServerText,
  stillUsedTexts,
} from '../../shared/wording/running-codex.ts';
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
import { factAndStep } from './fact-and-step.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';

/** Whether the credential can be used and changed, and who else is at it. */
export function storeChecks(facts: DoctorFacts): DoctorCheck[] {
  const { home, store, keyring, tokens, locks } = facts;
  const isRefreshing = locks.some(
    ({ name, state }) => name === 'refresh' && (state.kind === 'held' || state.kind === 'own'),
  );
  return [
    { id: 'codex-home', title: texts.titles.codexHome(), ...homeOutcome(home.home) },
    // A linked auth.json is written where it points to.
    ...optional(home.beside, linkedFolderCheck),
    { id: 'store', title: texts.titles.store(), ...storeOutcome(store, facts.rules) },
    ...optional(keyring, (found) => keyringCheck(found, store)),
    ...optional(tokens, tokenCheck),
    ...keptCopiesChecks(store),
    {
      id: 'refresh-journal',
      title: texts.titles.journal(),
      ...journalOutcome(facts.journal, isRefreshing),
    },
    { id: 'kept-sign-ins', title: texts.titles.keptSignIns(), ...keptOutcome(facts.kept) },
    ...accountsChecks(facts.savedAccounts),
    ...locks.map(lockCheck),
    { id: 'codex-processes', title: texts.titles.programs(), ...processes(facts.running) },
  ];
}

function optional<T>(found: T | null, check: (found: T) => DoctorCheck): DoctorCheck[] {
  return found === null ? [] : [check(found)];
}

function homeOutcome({ folder, isChosen, state }: HomeFacts['home']): Outcome {
  if (state.kind !== 'missing') return writability(folder, state);
  return isChosen
    ? failed(texts.home.chosenMissing({ folder }), texts.home.makeOrCorrect())
    : passed(texts.home.missing({ folder }));
}

function linkedFolderCheck({ folder, state }: FolderFacts): DoctorCheck {
  const outcome =
    state.kind === 'missing'
      ? failed(texts.home.linkedMissing({ folder }), texts.home.bringBack())
      : writability(folder, state);
  return { id: 'linked-folder', title: texts.titles.linkedFolder(), ...outcome };
}

function writability(
  folder: string,
  state: Exclude<FolderFacts['state'], { kind: 'missing' }>,
): Outcome {
  return state.kind === 'writable'
    ? passed(texts.home.writable({ folder }))
    : failed(texts.home.notWritable({ folder, reason: state.reason }), texts.home.makeWritable());
}

function storeOutcome(
  { mode, active, exposedFile, intruder, problem, signedIn, fileSettingIn, ...found }: StoreFacts,
  rules: RulesFacts,
): Outcome {
  // The check of the rules names the mistake.
  if (problem?.code === 'store-unknown' && rules.kind === 'invalid') {
    return skipped(texts.store.seeRules());
  }
  if (problem !== null) {
    const outcome = isOfOtherUse.includes(problem.code) ? warned : failed;
    const { fact, step } = factAndStep(problem.message);
    return outcome(fact, actionFor(problem.code, fileSettingIn, step));
  }
  if (exposedFile !== null) {
    return warned(texts.store.exposed({ file: exposedFile }), texts.store.protect());
  }
  if (intruder !== null) return intruderOutcome(intruder);
  if (active !== null) {
    const { holds } = found;
    const protection = texts.store.protection[active.protection]();
    const well = { place: active.location, protection };
    return passed(
      holds === null ? texts.store.well(well) : texts.store.wellWith({ ...well, holds }),
    );
  }
  if (signedIn) return passed(texts.store.usedFromElsewhere({ mode }));
  const provider = providerText(found.provider, null);
  return passed([texts.store.nobody({ mode }), ...(provider ? [provider] : [])].join(' '));
}

/** What is stored is whole, and Codex here, or Gatehouse, has no use for it. */
const isOfOtherUse: readonly ProblemCode[] = ['mode-unsupported', 'other-provider'];

function intruderOutcome({ path, because, ownerId }: Intruder): Outcome {
  switch (because) {
    case 'writableByOthers':
      return warned(texts.store.writableByOthers({ path }), texts.store.takeRights({ path }));
    case 'otherOwner':
      return warned(
        ownerId === 0 ? texts.store.ofRoot({ path }) : texts.store.ofUser({ path, user: ownerId }),
        texts.store.becomeOwner(),
      );
  }
}

/** Under `auto` a file does without a keyring, which is worth a warning. */
function keyringCheck(keyring: ProbeOutcome, { mode, fileSettingIn }: StoreFacts): DoctorCheck {
  const check = { id: 'keyring', title: texts.titles.keyring() } as const;
  if (keyring.kind === 'works') {
    return { ...check, ...passed(texts.store.keyringWorks()) };
  }
  const { code, message } = keyring;
  const { fact } = factAndStep(message);
  const isNeeded = mode === 'keyring' || code !== 'keyring-unavailable';
  return isNeeded
    ? { ...check, ...failed(fact, actionFor(code, fileSettingIn)) }
    : { ...check, ...warned(fact, actionFor(code, null)) };
}

function tokenCheck(facts: TokenCheckFacts): DoctorCheck {
  return { id: 'tokens', title: texts.titles.tokens(), ...tokenOutcome(facts) };
}

function tokenOutcome({ problem, refusal }: TokenCheckFacts): Outcome {
  if (refusal !== null) {
    const { issuer, code, at } = refusal;
    return failed(
      texts.tokens.refused({ issuer, time: zonedTime(at), code }),
      texts.tokens.signInAgain(),
    );
  }
  if (problem === null) return passed(texts.tokens.nothingKnown());
  const { code, message } = problem;
  switch (code) {
    case 'refresh-failed':
      return failed(factAndStep(message).fact, texts.tokens.signInAgain());
    case 'refresh-token-missing':
      return warned(texts.tokens.noRefreshToken(), texts.tokens.signInAgain());
    case 'token-expired':
      return warned(texts.tokens.expired(), texts.tokens.refresh());
    case 'record-incomplete':
      return warned(factAndStep(message).fact, texts.tokens.refreshNow());
    case 'tokens-unsaved':
      return warned(texts.tokens.unsaved(), texts.tokens.makeWritable());
  }
}

function keptCopiesChecks({ keptCopies }: StoreFacts): DoctorCheck[] {
  if (keptCopies.length === 0) return [];
  const outcome = warned(
    texts.store.keptCopies({ names: keptCopies.join(', ') }),
    texts.store.removeCopies(),
  );
  return [{ id: 'kept-copies', title: texts.titles.keptCopies(), ...outcome }];
}

/** @param told the step of the message, for want of a better one */
function actionFor(
  code: ProblemCode,
  fileSettingIn: string | null,
  told: string | null = null,
): string {
  const step = stepFor(code, told);
  // By hand, since a move refuses to leave behind what it cannot see.
  return code === 'keyring-unavailable' && fileSettingIn !== null
    ? `${step} ${storageTexts.setting.orWithoutKeyring({ mode: 'file', file: fileSettingIn })}`
    : step;
}

function stepFor(code: ProblemCode, told: string | null): string {
  const own = steps[code];
  if (own !== undefined) return own();
  const ofKeyring = keyringProblemCodes.find((one) => one === code);
  return ofKeyring === undefined
    ? (told ?? texts.store.makeReadable())
    : keyringAdvice(ofKeyring, process.platform).step;
}

const steps: Readonly<Partial<Record<ProblemCode, () => string>>> = {
  ...texts.store.steps,
  'keyring-unavailable': () => systemWords(process.platform).keyring.startAgain(),
};

function journalOutcome(journal: JournalFacts, isRefreshing: boolean): Outcome {
  switch (journal.kind) {
    case 'empty':
      return passed(texts.journal.none());
    case 'unanswered':
      // The check of the stored sign-in says whether that is a trouble.
      return skipped(texts.journal.notAnswered());
    case 'unreadable': {
      const { fact, step } = factAndStep(journal.message);
      return warned(fact, step ?? texts.journal.makeWritable());
    }
    case 'begun':
    case 'unsaved':
      return isRefreshing ? passed(texts.journal.underWay()) : interruptedOutcome(journal.kind);
  }
}

function interruptedOutcome(kind: 'begun' | 'unsaved'): Outcome {
  return kind === 'begun'
    ? warned(texts.journal.interrupted(), texts.tokens.refreshNow())
    : failed(texts.journal.unsaved(), texts.tokens.makeWritable());
}

function keptOutcome(kept: DoctorFacts['kept']): Outcome {
  const summary = keptSummary(kept, (time: number) => zonedTime(time));
  return summary === null
    ? passed(texts.keptSignIns.none())
    : warned(summary, texts.keptSignIns.look());
}

function lockCheck({ name, file, state }: LockFacts): DoctorCheck {
  return { id: `lock-${name}`, title: texts.titles.locks[name](), ...lockOutcome(file, state) };
}

function lockOutcome(file: string, state: LockFacts['state']): Outcome {
  switch (state.kind) {
    case 'free':
      return passed(texts.lock.free({ file }));
    case 'own':
      return passed(texts.lock.own({ file }));
    case 'held': {
      const holder = state.holder ?? runningTexts.anotherProgram();
      return warned(texts.lock.held({ file, holder }), texts.lock.letFinish({ holder }));
    }
    case 'unusable': {
      const { fact, step } = factAndStep(state.message);
      return warned(fact, step ?? texts.lock.useOne());
    }
  }
}

function processes(running: DoctorFacts['running']): Outcome {
  if (!running.areShown) return skipped(texts.programs.notShown());
  const { programs, stored } = running;
  if (programs.length === 0) return passed(texts.programs.none());
  const lines = programs.map((one) => programLine(one, stored, (at) => new Date(at).toISOString()));
  const variables = serverVariablesText(running);
  const told = texts.programs.running({ programs: lines.join('; ') });
  if (variables !== null) return warned(`${told} ${variables}`, texts.programs.restartServer());
  const outdated = stillUsedTexts(running);
  if (outdated.length > 0) {
    const isServer = staleServerText(running) !== null;
    const advice = isServer ? texts.programs.restartServer() : texts.programs.restart();
    return warned([told, ...outdated].join(' '), advice);
  }
  return passed(shareTheSignIn(running) ? `${told} ${texts.programs.share()}` : told);
}
