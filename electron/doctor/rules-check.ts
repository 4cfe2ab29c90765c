import type { DoctorCheck } from '../../shared/doctor.ts';
import { placePhrase, ruleSentence } from '../../shared/wording/rule-place.ts';
import { asSentence } from '../../shared/wording/sentence.ts';
import type { RulesFacts, RuleSettingPlace, SettingPlace } from './doctor-facts.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';

/** Whether a login rule stands in the way, where it is set, and what one can do. */
export function rulesCheck(rules: RulesFacts): DoctorCheck {
  return { id: 'login-rules', title: 'Login rules', ...outcomeOf(rules) };
}

function outcomeOf(rules: RulesFacts): Outcome {
  switch (rules.kind) {
    case 'none':
      return passed('None is set.');
    case 'unasked':
      return passed('They ask nothing of the sign-in here.');
    case 'vacant':
      return passed('Nobody is signed in; they leave at least one way to sign in.');
    case 'met':
      return passed('The sign-in here meets them.');
    case 'invalid': {
      const { mistakes } = rules;
      const detail = mistakes.map(({ message }) => message).join(' ');
      const [first] = mistakes;
      return failed(detail, first ? correction(first.place) : null);
    }
    case 'conflict':
      return failed(rules.message, wayOut(rules.ways));
    case 'violated':
      return failed(`${asSentence(rules.message)} ${sentenceOn(rules.place)}`, remedy(rules));
    case 'pending':
      return warned(
        `${rules.message}. ${sentenceOn(rules.place)} Until it can be judged, the sign-in is kept and not used.`,
        'Make sure that this machine reaches the sign-in service. The app tries again by itself.',
      );
    case 'unjudged':
      return skipped(
        'They cannot be judged while the sign-in cannot be read: see the stored sign-in.',
      );
    case 'unowned':
      return warned(
        rules.message,
        'Sign in with ChatGPT in place of the token to have it judged here.',
      );
    case 'unknown':
      return failed(
        `It is not known whether they allow the sign-in. ${rules.message}`,
        'Correct what is named there; ask your administrator where the file is theirs.',
      );
  }
}

function correction(place: SettingPlace): string {
  // Invalid TOML has a line; a file without one is closed, too large, or no text at all.
  const isUnread = place.key === null && place.line === null;
  return byWhom(place, `correct ${withKey(place)}${isUnread ? ', so that it can be read' : ''}`);
}

/** The person's own way first, which needs nobody else. */
function wayOut(ways: readonly SettingPlace[]): string | null {
  const own = ways.filter(({ isOwn }) => isOwn);
  const [first, ...others] = own.length > 0 ? own : ways;
  if (!first) return null;
  return byWhom(first, [first, ...others].map(changeOf).join(', or '));
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
