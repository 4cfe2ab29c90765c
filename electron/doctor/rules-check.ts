import type { DoctorCheck } from '../../shared/doctor.ts';
import { placePhrase, ruleSentence } from '../../shared/wording/rule-place.ts';
import { asSentence } from '../../shared/wording/sentence.ts';
import type { RulesFacts, RuleSettingPlace, SettingPlace } from './doctor-facts.ts';

/** Whether a login rule stands in the way, where it is set, and what one can do. */
export function rulesCheck(rules: RulesFacts): DoctorCheck {
  return { id: 'login-rules', title: 'Login rules', ...verdictOn(rules) };
}

function verdictOn(rules: RulesFacts): Pick<DoctorCheck, 'status' | 'detail' | 'action'> {
  switch (rules.kind) {
    case 'none':
      return { status: 'pass', detail: 'None is set.', action: null };
    case 'unasked':
      return { status: 'pass', detail: 'They ask nothing of the sign-in here.', action: null };
    case 'vacant':
      return {
        status: 'pass',
        detail: 'Nobody is signed in; they leave at least one way to sign in.',
        action: null,
      };
    case 'met':
      return { status: 'pass', detail: 'The sign-in here meets them.', action: null };
    case 'invalid': {
      const { mistakes } = rules;
      const detail = mistakes.map(({ message }) => message).join(' ');
      const [place] = mistakes.map((mistake) => mistake.place);
      return { status: 'fail', detail, action: place ? correction(place) : null };
    }
    case 'conflict':
      return { status: 'fail', detail: rules.message, action: wayOut(rules.ways) };
    case 'violated':
      return {
        status: 'fail',
        detail: `${asSentence(rules.message)} ${sentenceOn(rules.place)}`,
        action: remedy(rules),
      };
    case 'pending':
      return {
        status: 'warn',
        detail: `${rules.message}. ${sentenceOn(rules.place)} Until it can be judged, the sign-in is kept and not used.`,
        action:
          'Make sure that this machine reaches the sign-in service. The app tries again by itself.',
      };
    case 'unjudged':
      return {
        status: 'skipped',
        detail: 'They cannot be judged while the sign-in cannot be read: see the stored sign-in.',
        action: null,
      };
    case 'unowned':
      return {
        status: 'warn',
        detail: rules.message,
        action: 'Sign in with ChatGPT in place of the token to have it judged here.',
      };
    case 'unknown':
      return {
        status: 'fail',
        detail: `It is not known whether they allow the sign-in. ${rules.message}`,
        action: 'Correct what is named there; ask your administrator where the file is theirs.',
      };
  }
}

function correction(place: SettingPlace): string {
  // What is no TOML has a line. What has none may be closed, too large, or no text at all.
  const isUnread = place.key === null && place.line === null;
  const aim = isUnread ? ', so that it can be read' : '';
  const what = `correct ${withKey(place)}${aim}`;
  return byWhom(place, what);
}

/** The person's own way first, which needs nobody else. */
function wayOut(ways: readonly SettingPlace[]): string | null {
  const own = ways.filter(({ isOwn }) => isOwn);
  const [first, ...others] = own.length > 0 ? own : ways;
  if (!first) return null;
  const what = [first, ...others].map((place) => changeOf(place)).join(', or ');
  return byWhom(first, what);
}

function changeOf(place: SettingPlace): string {
  return place.key === 'cli_auth_credentials_store'
    ? `set ${place.key} to "keyring" in ${placePhrase(place)}`
    : `change ${withKey(place)}`;
}

function remedy({ place, variable }: Extract<RulesFacts, { kind: 'violated' }>): string {
  // Neither another sign-in nor signing out would help.
  if (variable !== null) {
    return `Unset the environment variable ${variable}, whose key ${withKey(place)} does not allow.`;
  }
  return place.isOwn
    ? `Sign in as ${withKey(place)} demands, or change it there.`
    : `Sign in as ${withKey(place)} demands, or ask your administrator to change it.`;
}

function byWhom({ isOwn }: SettingPlace, what: string): string {
  return isOwn
    ? `${what.charAt(0).toUpperCase()}${what.slice(1)}.`
    : `Ask your administrator to ${what}.`;
}

function sentenceOn(place: RuleSettingPlace): string {
  return ruleSentence({ ...place, rule: place.key });
}

function withKey(place: SettingPlace): string {
  return place.key === null ? placePhrase(place) : `${place.key} in ${placePhrase(place)}`;
}
