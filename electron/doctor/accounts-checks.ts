import type { DoctorCheck } from '../../shared/doctor.ts';
import { doctorTexts } from '../../shared/texts/doctor.ts';
import { systemWords } from '../../shared/wording/system-words.ts';
import type { SavedAccountsFacts } from '../account/accounts-in-home.ts';
import { factAndStep } from './fact-and-step.ts';
import { passed, skipped, warned, type Outcome } from './outcome.ts';

const { titles, savedAccounts: texts } = doctorTexts;

/** Whether saved accounts can be opened, and who else can. The key is told of where there is one. */
export function accountsChecks(facts: SavedAccountsFacts): DoctorCheck[] {
  const { key, hasOpenSwitch } = facts;
  const list: DoctorCheck = {
    id: 'saved-accounts',
    title: titles.savedAccounts(),
    ...listOutcome(facts),
  };
  const ofKey: DoctorCheck[] =
    key.kind === 'none'
      ? []
      : [{ id: 'saved-accounts-key', title: titles.savedAccountsKey(), ...keyOutcome(key) }];
  const ofSwitch: DoctorCheck[] = hasOpenSwitch
    ? [{ id: 'open-switch', title: titles.openSwitch(), ...openSwitch() }]
    : [];
  return [list, ...ofKey, ...ofSwitch];
}

function listOutcome({ location, saved, problem, exposed }: SavedAccountsFacts): Outcome {
  if (problem !== null) {
    const { fact, step } = factAndStep(problem.message);
    return warned(fact, step ?? texts.makeWritable());
  }
  if (exposed !== null) {
    const advice = systemWords(process.platform).makePrivate({ file: exposed });
    return warned(texts.exposed({ path: exposed }), advice);
  }
  if (saved === 0) return passed(texts.none());
  return passed(texts.saved({ count: saved, place: location }));
}

function keyOutcome(key: Exclude<SavedAccountsFacts['key'], { kind: 'none' }>): Outcome {
  if (key.kind === 'open') return passed(texts.keyOpen());
  const { code, message } = key.problem;
  // It may be asked for once somebody is there to unlock it.
  if (code === 'key-locked') return skipped(texts.keyLocked());
  const action =
    code === 'key-gone' ? texts.keyGone() : systemWords(process.platform).keyring.startThatAgain();
  return warned(factAndStep(message).fact, action);
}

function openSwitch(): Outcome {
  return warned(texts.openSwitch(), texts.endSwitch());
}
