import type { PolicySource } from '../policy.ts';
import type { ActivityActor, ActivityEntry } from '../activity.ts';
import { keyringProblemCodes } from '../keyring-problem.ts';
import { keptReasonText } from './kept-sign-ins.ts';
import { keyringWords } from './keyring-problems.ts';
import { forcedRulePrograms } from './rule-place.ts';
import { candidateFiles } from './policy-phrases.ts';

export const actorNames: Readonly<Record<ActivityActor, string>> = {
  user: 'You',
  background: 'Gatehouse',
  'command-line': 'Command line',
  policy: 'Login rule',
  'other-program': 'Another program',
};

/** How an entry ended, as far as a glance should tell it. */
export type Tone = 'good' | 'attention' | 'bad';

export function toneOf({ action, actor, outcome, detail }: ActivityEntry): Tone {
  if (outcome.startsWith('failed:')) return 'bad';
  const isDamaged = action === 'change' && !methods.has(detail);
  const isGone =
    action === 'replace-account' || (actor === 'other-program' && action === 'sign-out');
  if (actor === 'policy' || isDamaged || isGone) return 'attention';
  return ['done', 'adopted', 'nothing'].includes(outcome) ? 'good' : 'attention';
}

const methods: ReadonlyMap<string | null, string> = new Map([
  ['chatgpt', 'ChatGPT'],
  ['api-key', 'an API key'],
  ['personal-access-token', 'a personal access token'],
  ['bedrock-api-key', 'an Amazon Bedrock API key'],
  ['bedrock-access-keys', 'AWS access keys for Amazon Bedrock'],
]);

/** What was done, or what was tried. */
export function whatText({ action, outcome, detail }: ActivityEntry): string {
  const isTried = !['done', 'adopted', 'partly'].includes(outcome);
  switch (action) {
    case 'sign-in':
      return isTried ? 'Sign-in' : withMethod('Signed in', detail);
    case 'sign-out':
      if (isTried) return 'Sign-out';
      if (outcome === 'partly') return 'Signed out on this device';
      return detail === 'everywhere' ? 'Signed out everywhere' : 'Signed out';
    case 'refresh':
      return isTried ? 'Token refresh' : 'Token refreshed';
    case 'switch-account':
      return isTried ? 'Switch of the account' : 'Account switched';
    case 'add-account':
      return isTried ? 'Saving an account' : 'Account saved';
    case 'rename-account':
      return isTried ? 'Naming an account' : 'Account named';
    case 'remove-account':
      return isTried ? 'Removal of an account' : 'Account removed from this device';
    case 'sign-out-account':
      return isTried ? 'Sign-out of an account' : 'Account signed out everywhere';
    case 'protect-accounts':
      return isTried ? 'Change of how accounts are protected' : 'Protection of accounts changed';
    case 'renew-account':
      return isTried ? 'New sign-in to a saved account' : 'Signed in again to a saved account';
    case 'replace-account':
      return isTried ? 'Replacement of an account' : 'Account replaced';
    case 'restart-codex':
      return isTried
        ? 'Restart of the background server of Codex'
        : 'Background server of Codex restarted';
    case 'give-token':
      return isTried ? 'Request for the access token' : 'Access token given to a program';
    case 'change':
      return 'The stored sign-in changed';
    case 'move-store':
      return isTried ? 'Move of the sign-in' : `Sign-in moved to the ${detail ?? 'other store'}`;
    case 'protect-store':
      return isTried ? 'Protecting the file' : 'Sign-in file made private';
    case 'remove-copy':
      if (detail === 'entry')
        return isTried ? 'Removal of a keyring entry' : 'Keyring entry removed';
      if (detail === 'kept') return isTried ? 'Removal of kept copies' : 'Kept copies removed';
      return isTried ? 'Removal of a copy' : 'Unused copy removed';
    case 'keep-sign-in':
      return isTried ? 'Keeping a sign-in aside' : 'Sign-in kept aside';
    case 'use-kept':
      return isTried ? 'Use of a kept sign-in' : 'Kept sign-in put into use';
    case 'remove-kept':
      return isTried ? 'Removal of a kept sign-in' : 'Kept sign-in removed';
  }
}

function withMethod(text: string, detail: string | null): string {
  const method = methods.get(detail);
  return method === undefined ? text : `${text} with ${method}`;
}

/** How it ended, in a few words; null where saying what was done says it already. */
export function outcomeText(entry: ActivityEntry): string | null {
  const { action, actor, outcome, detail } = entry;
  const [kind = '', reason = ''] = outcome.split(':');
  switch (kind) {
    case 'done':
      if (actor === 'other-program' && action === 'sign-out') return outsideText(entry);
      return actor === 'policy' ? ruleText(entry) : changeText(action, detail);
    case 'announced':
      return `Required by a login rule; you were warned${placeText(entry)}`;
    case 'confirmed':
      return 'You signed out early';
    case 'withdrawn':
      return 'No login rule demands it any more, so that nothing was removed';
    case 'withheld':
      return `A login rule demands it, but Codex would not do it now: the sign-in is kept${placeText(entry)}`;
    case 'nothing':
      return 'There was nothing to do';
    case 'adopted':
      return 'Already refreshed by another program';
    case 'partly':
      return action === 'sign-out' ? 'Not everything could be reached' : 'Done, but a copy is left';
    case 'begun':
      return 'It was still under way when Gatehouse stopped waiting';
    case 'unsaved':
      return 'Received, but not saved yet';
    case 'offline':
      return 'No connection';
    case 'refused':
      return `Refused: ${reasonText(reason)}`;
    default:
      return `Failed: ${reasonText(reason)}`;
  }
}

function ruleText(entry: ActivityEntry): string | null {
  const { detail: rule } = entry;
  if (rule === null) return null;
  if (rule === 'remove_saved_accounts') {
    return `An administrator's rule removes saved accounts${placeText(entry)}`;
  }
  const about = rule.toLowerCase().includes('workspace') ? 'workspaces' : 'ways to sign in';
  return `The rule about ${about} forbids it${placeText(entry)}`;
}

/** What is known of a sign-out that Gatehouse only saw. */
function outsideText(entry: ActivityEntry): string {
  if (entry.place === undefined) return 'Gatehouse did not do it';
  if (entry.detail === 'start') {
    return `A login rule may have had Codex do it where it was started with another credential${placeText(entry)}`;
  }
  return `${ruleText(entry)}; ${forcedRulePrograms} remove it when they start`;
}

const placeNames: Readonly<Record<PolicySource['kind'], string>> = {
  ...candidateFiles,
  managedPreference: 'the managed preferences',
  commandLine: 'a -c of its command line',
  projectConfig: "a project's config.toml",
  profileConfig: "a profile's config.toml",
  userConfig: "the user's config.toml",
  systemConfig: "the system's config.toml",
  cloud: 'the cloud rules of your workspace',
};

/** Where the rule is set, to be added to a sentence; empty where that is not recorded. */
function placeText({ place }: ActivityEntry): string {
  if (place === undefined) return '';
  const [kind = '', line, column] = place.split(':');
  const name = Object.entries(placeNames).find(([known]) => known === kind)?.[1] ?? kind;
  const parts = [name, line && `line ${line}`, column && `column ${column}`].filter(Boolean);
  return ` (set in ${parts.join(', ')})`;
}

function changeText(action: ActivityEntry['action'], detail: string | null): string | null {
  if (action === 'replace-account') return 'Its last sign-in is kept and may no longer work';
  if (detail === null) return null;
  if (action === 'keep-sign-in') return keptReasonText(detail);
  if (action !== 'change') return null;
  return Object.hasOwn(reasons, detail) ? capitalised(reasonText(detail)) : null;
}

const reasons: Readonly<Record<string, string>> = {
  expired: 'the refresh token has expired',
  reused: 'the refresh token was already used',
  revoked: 'the refresh token was revoked',
  other: 'the issuer wants a new sign-in',
  'for-now': 'it may work later',
  locked: 'another program holds the sign-in',
  changed: 'another sign-in was stored meanwhile',
  busy: 'another program is changing the sign-in',
  store: 'the sign-in could not be removed',
  unreached: 'the sign-in could not be reached',
  unreadable: 'the sign-in cannot be read',
  unwritable: 'the sign-in cannot be saved',
  'store-unreadable': 'the sign-in cannot be read',
  'store-unwritable': 'the sign-in cannot be saved',
  ...Object.fromEntries(keyringProblemCodes.map((code) => [code, keyringWords(code).clause])),
  managed: 'an administrator has fixed the setting',
  'forbidden-by-rule': 'a login rule forbids it',
  'rules-unknown': 'the login rules could not be read',
  denied: 'the issuer or the person said no',
  'not-entitled': 'the workspace has no access to Codex',
  'device-code-disabled': 'device codes are switched off',
  'ports-busy': 'the sign-in ports are in use',
  'callback-invalid': 'the sign-in page returned an unexpected response',
  'exchange-failed': 'the issuer did not accept it',
  'timed-out': 'it took too long',
  internal: 'an unexpected problem; the log says more',
  'record-invalid': 'it cannot be read any more',
  'tokens-missing': 'its tokens are missing',
  'api-key-missing': 'its key is missing',
  'mode-unsupported': 'it is of a kind that Gatehouse does not manage',
  'another-account': 'it was another account',
  'not-found': 'there is no such account',
  'in-use': 'it is in use already',
  'in-use-elsewhere': 'it is in use in another Codex home',
  'needs-sign-in': 'it needs a new sign-in',
  'sign-in-waits': 'a sign-in of Codex was waiting',
  'switch-open': 'an earlier switch has not ended',
  'too-slow': 'the place of the sign-in answers too slowly',
  'cannot-refresh': 'its access token could not be refreshed',
  'codex-not-found': 'the codex command was not found where only you can change it',
  'codex-unknown': 'Gatehouse does not know this version of Codex',
  'codex-failed': 'Codex could not do it',
  'key-shut': 'the key of saved accounts could not be read',
};

function reasonText(reason: string): string {
  return Object.hasOwn(reasons, reason) ? (reasons[reason] ?? reason) : reason;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
