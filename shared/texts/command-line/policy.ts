import { defineTexts } from '../define-texts.ts';

/** What `gatehouse policy` says around the texts of the report itself. */
export const policyCommandTexts = defineTexts({
  /** For which start of Codex the report is. */
  start: {
    any: 'For Codex started.',
    inFolder: 'For Codex started in {folder}.',
    withProfile: 'For Codex started with the profile {profile}.',
    both: 'For Codex started in {folder} with the profile {profile}.',
  },
  preview: 'Preview: as if the file were {file}. Nothing was changed.',
  summary: '{title}: {text}',
  managedBy: 'Managed by {sources}',
  managedByOrganization: 'Managed by {organization}: {sources}',
  /** {cause}: "because of …". */
  removals: {
    announced: 'The sign-in is removed at {time}, {cause}.',
    done: 'The sign-in was removed at {time}, {cause}.',
    failed: 'The sign-in could not be removed at {time}, {cause}.',
  },
  notKnown:
    '{count, plural, one {Not known: # policy; what would set them cannot be read.} other {Not known: # policies; what would set them cannot be read.}}',
  notSet:
    '{count, plural, one {Not set: # policy; --all lists them.} other {Not set: # policies; --all lists them.}}',
  sections: {
    warnings: 'Warnings',
    cloudRules: 'Cloud rules',
    account: 'Account',
    unreadable: 'Cannot be read',
  },
  columns: {
    policy: 'Policy',
    value: 'Value',
    level: 'Level',
    scope: 'Scope',
    status: 'Status',
    source: 'Source',
  },
  blank: 'blank',
  levels: { enforced: 'enforced', default: 'default', user: 'user' },
  scopes: { machine: 'machine', user: 'user' },
  statuses: {
    enforced: 'enforced',
    satisfied: 'satisfied',
    violated: 'violated',
    conflict: 'conflict',
    invalid: 'invalid',
    unknownKey: 'unknown key',
    notSet: 'not set',
  },
  workspace: 'Workspace {workspace}',
  layers: {
    superseded: 'superseded in {place}',
    ignored: 'ignored in {place}',
    withValue: '{layer}: {value}',
    withMessage: '{layer} ({message})',
  },
  account: '{account}: {result}. {reason}',
  accounts: {
    known: '{id} ({method})',
    unknown: 'The stored sign-in',
  },
  results: {
    allowed: 'allowed',
    hidden: 'kept and not used',
    toBeSignedOut: 'will be signed out on this device',
    toBeUnset: 'not used, and to be unset',
    unknown: 'not known',
    withheld: 'not allowed, and kept for now',
  },
  checked: 'method {method}, workspace {workspace}',
  checks: {
    allowed: 'allowed',
    forbidden: 'forbidden',
    unknown: 'not known',
    notApplicable: 'under no rule',
  },
  removedByApp:
    'removed by the Gatehouse app while it runs, else by the next start of it or of the Codex CLI',
  removedByCodex: 'removed by the Codex CLI where it is started so',
  cloud: {
    fetched: 'fetched {time}, expires {end}',
    fetchedForGood: 'fetched {time}, expires at no time',
    whose: 'for workspace {workspace}, user {user}',
  },
  saved:
    '{count, plural, one {1 account is saved. See "gatehouse accounts".} other {# accounts are saved. See "gatehouse accounts".}}',
  savedSomeForbidden:
    '{count, plural, one {1 account is saved; not allowed of these: {forbidden}. See "gatehouse accounts".} other {# accounts are saved; not allowed of these: {forbidden}. See "gatehouse accounts".}}',
  file: {
    absent: '{file} is not there.',
    unreadable: '{file} cannot be read: {reason}.',
    byKeys: '{note} --as says otherwise.',
    assumed: '{note} Say it with --as requirements or --as managed-config.',
  },
});
