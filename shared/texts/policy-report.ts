import { defineTexts } from './define-texts.ts';

/** What the policy page, and `gatehouse policy`, say of policies, their places and accounts. */
export const policyReportTexts = defineTexts({
  noRuleForbids: 'No rule forbids it.',
  rulesNotKnown: 'The rules are not known.',
  /** Of a previewed file. */
  presentUnreadable:
    'What is signed in cannot be read until the present files are corrected. {problem}',
  policies: {
    elsewhereNoMeaning: {
      gatehouse: 'The [gatehouse] table counts in managed places only.',
      project: '{key} has no meaning in a project.',
      cloudRequirements: '{key} has no meaning in cloud requirements.',
      requirements: '{key} has no meaning in requirements.',
      config: '{key} has no meaning in a config.',
    },
    decidesAgainst: '{place} decides against {other}, which says otherwise.',
    unknown: 'Gatehouse has no such policy.',
    noEffect: 'None: Gatehouse has no such policy.',
    setByWorkspace: 'Set by your workspace; your config.toml can override it.',
    overridesWorkspace: '{place} overrides what your workspace sets.',
  },
  warnings: {
    stopsHere: 'Codex does not start until this is corrected: {fault}.',
    stopsSomewhere:
      'Codex does not start until its configuration is corrected, here or in another of its files: {fault}.',
    deadLink: 'It is a link to {target}, where there is no file: nothing in it applies.',
    /** Of a managed_config.toml. */
    ignoredFile:
      'Codex doesn’t read this file on Windows: nothing in it applies. Put rules in {requirements} instead.',
    /** Who else can change a managed file. */
    file: {
      /** By the access list of Windows. */
      changers: "{names} can change it: rules in it are not an administrator's alone.",
      foreign:
        "It belongs to user {user} and not to root: rules in it are not an administrator's alone.",
      writable: "Others than root can change it: rules in it are not an administrator's alone.",
    },
    folder: {
      foreign:
        "The folder {folder} belongs to user {user} and not to root: rules in it are not an administrator's alone.",
      writable:
        "Others than root can change the folder {folder}: rules in it are not an administrator's alone.",
    },
    keys: {
      unknown: '{key} is unknown to Gatehouse and does nothing.',
      misspelt: '{key} is no policy and does nothing.',
      shadowed: '{key} is part of its table and does nothing.',
    },
    more: {
      unknown: 'And {count} more unknown keys in [gatehouse].',
      misspelt: 'And {count} more keys, not looked at for mistakes.',
      shadowed: 'And {count} more policies that are part of a table.',
      workspaceIds: 'And {count} more ids in {key} that are none.',
    },
    noTable: 'gatehouse must be a table, [gatehouse]; what stands there does nothing.',
    noWorkspaceId:
      '{id} in {key} isn’t a workspace ID (expected e.g. 5f0c2f6e-8a2b-4d57-9f52-0a1c7d3e0001), so no account will match.',
  },
  didYouMean: {
    name: 'Did you mean {name}?',
    aboveTables: 'Did you mean {name}, above the first table?',
    inTable: 'Did you mean {name} in [{table}]?',
    unquoted: 'Write it without quotes, or in [{table}].',
  },
  /** Places that count for one start of Codex and were not read. */
  start: {
    commandLine: 'It counts where Codex is started with it.',
    profile:
      'It counts where Codex is started with --profile NAME. "gatehouse policy --profile NAME" looks at it.',
    project:
      'It counts where Codex is started in a project that you have trusted. "gatehouse policy --cd FOLDER" looks at it.',
    noProject: 'From {folder} up to the root of its project there is none.',
    notTrusted:
      'Codex does not read it, because the project is not trusted. It counts once you trust the project in Codex.',
  },
  /** The columns of the file in CSV. */
  columns: {
    key: 'Policy',
    value: 'Effective value',
    source: 'Source',
    level: 'Level',
    scope: 'Scope',
    status: 'Status',
    effect: 'Effect',
  },
});
