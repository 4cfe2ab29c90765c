import type { DoctorCheck } from '../../shared/doctor.ts';
import { systemWords } from '../../shared/wording/system-words.ts';
import type { SavedAccountsFacts } from '../account/accounts-in-home.ts';
import { passed, skipped, warned, type Outcome } from './outcome.ts';

/** Whether saved accounts can be opened, and who else can. The key is told of where there is one. */
export function accountsChecks(facts: SavedAccountsFacts): DoctorCheck[] {
  const { key, hasOpenSwitch } = facts;
  const list: DoctorCheck = {
    id: 'saved-accounts',
    title: 'Saved accounts',
    ...listOutcome(facts),
  };
  const ofKey: DoctorCheck[] =
    key.kind === 'none'
      ? []
      : [{ id: 'saved-accounts-key', title: 'Key of saved accounts', ...keyOutcome(key) }];
  const ofSwitch: DoctorCheck[] = hasOpenSwitch
    ? [{ id: 'open-switch', title: 'Unfinished switch', ...openSwitch }]
    : [];
  return [list, ...ofKey, ...ofSwitch];
}

function listOutcome({ location, saved, problem, exposed }: SavedAccountsFacts): Outcome {
  if (problem !== null) {
    return warned(problem.message, 'Make the folder readable and writable for your user.');
  }
  if (exposed !== null) {
    return warned(
      `${exposed} can be read or changed by other users of this machine.`,
      `Run: chmod go-rwx "${exposed}"`,
    );
  }
  if (saved === 0) return passed('There are none.');
  return passed(`${saved === 1 ? '1 is' : `${saved} are`} saved in ${location}.`);
}

function keyOutcome(key: Exclude<SavedAccountsFacts['key'], { kind: 'none' }>): Outcome {
  if (key.kind === 'open')
    return passed('It is in the keyring, and is the one they are sealed with.');
  const { code, message } = key.problem;
  // It may be asked for once somebody is there to unlock it.
  if (code === 'key-locked') return skipped('The keyring is locked, and is not asked here.');
  const action =
    code === 'key-gone'
      ? 'Bring the old keyring back, or run: gatehouse accounts new-key'
      : `${systemWords(process.platform).keyring.startAgain}, with the keyring they were saved with.`;
  return warned(message, action);
}

const openSwitch = warned(
  'A switch between accounts did not end, and the accounts that it names are not used until it has.',
  'Make the stored sign-in readable, then run: gatehouse accounts',
);
