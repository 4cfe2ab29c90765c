import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { all, configured, signedInAs, type Situation, type State } from './state.ts';

const managed = { needs: ['machine files'] } as const;
const named = '[gatehouse]\norganization = "Example Ltd"\n';
const toPolicy = ({ click }: Situation): Promise<void> => click('nav-policy');

/** What rules make of it, and the page that tells of them. */
export const rules = {
  'method-forbidden': {
    title: 'A rule allows API keys alone',
    prepare: configured('forced_login_method = "api"\n'),
    shows: [
      ['view', 'methods'],
      ['sign-in-browser', 'forbidden'],
    ],
  },
  'no-way-to-sign-in': {
    title: 'Rules contradict each other, so that nobody can sign in',
    ...managed,
    world: {
      machineFiles: {
        'requirements.toml': `allowed_login_methods = ["api"]\n${named}`,
        'managed_config.toml': 'forced_login_method = "chatgpt"\n',
      },
    },
    shows: [
      ['view', 'methods'],
      ['rules-banner', 'deadlock'],
      ['sign-in-browser', 'forbidden'],
      ['sign-in-api-key', 'forbidden'],
    ],
  },
  'workspace-forced': {
    title: 'A rule asks for a workspace, and nobody is signed in',
    prepare: configured(`forced_chatgpt_workspace_id = "${grace.workspaceId}"\n`),
    shows: [['view', 'methods'], ['workspace-rule']],
  },
  'removal-announced': {
    title: 'A rule is about to sign out',
    prepare: all(signedInAs(ada), configured('forced_chatgpt_workspace_id = "ws-other"\n')),
    shows: [['removal']],
  },
  'removed-by-rule': {
    title: 'A rule has signed out',
    prepare: all(signedInAs(ada), configured('forced_chatgpt_workspace_id = "ws-other"\n')),
    reach: ({ click }) => click('removal-confirm'),
    shows: [['notice', 'enforced']],
  },
  'hidden-by-rule': {
    title: 'The sign-in is kept and not used: a rule does not allow its workspace',
    ...managed,
    world: {
      machineFiles: {
        'requirements.toml': `allowed_chatgpt_workspaces = ["ws-other"]\n${named}`,
      },
    },
    prepare: signedInAs(ada),
    shows: [['rules-banner', 'violated']],
  },
  'rules-unreadable': {
    title: 'The rules cannot be read',
    prepare: all(signedInAs(ada), configured('forced_login_method = "nope"\n')),
    shows: [['rules-banner', 'unknown']],
  },
  managed: {
    title: 'An organisation manages this machine',
    ...managed,
    world: {
      machineFiles: {
        'requirements.toml': `allowed_login_methods = ["chatgpt"]\n${named}`,
      },
    },
    prepare: signedInAs(ada),
    shows: [['managed-by']],
  },
  'export-forbidden': {
    title: 'A rule forbids exports',
    ...managed,
    world: { machineFiles: { 'requirements.toml': '[gatehouse]\nallow_export = false\n' } },
    prepare: signedInAs(ada),
    reach: ({ click }) => click('nav-diagnostics'),
    shows: [['diagnostics-export', 'forbidden']],
  },
  policy: {
    title: 'The policy page with nothing set',
    prepare: signedInAs(ada),
    reach: toPolicy,
    shows: [['policy'], ['summary', 'plain']],
  },
  'policy-set': {
    title: 'The policy page with rules of the organisation',
    ...managed,
    world: {
      machineFiles: {
        'requirements.toml': `allowed_login_methods = ["chatgpt", "api"]\nallowed_chatgpt_workspaces = ["${ada.workspaceId}"]\n${named}allow_file_storage = true\nallow_sign_out_everywhere = false\n`,
        'managed_config.toml': `forced_login_method = "chatgpt"\nforced_chatgpt_workspace_id = ["${ada.workspaceId}", "${grace.workspaceId}"]\n`,
      },
    },
    prepare: signedInAs(ada),
    reach: toPolicy,
    shows: [['policy-row', 'enforced'], ['managed-by']],
  },
  'policy-conflict': {
    title: 'Places that do not agree on a rule',
    ...managed,
    world: {
      machineFiles: {
        'requirements.toml': `allowed_login_methods = ["api"]\n${named}`,
        'managed_config.toml': 'forced_login_method = "chatgpt"\n',
      },
    },
    prepare: configured('forced_login_method = "api"\n'),
    reach: toPolicy,
    shows: [['policy-row', 'conflict']],
  },
  'policy-warnings': {
    title: 'Rules with mistakes in them',
    ...managed,
    world: {
      machineFiles: {
        'requirements.toml': '[gatehouse]\nallow_fun = 1\nallow_export = "yes"\n',
        'managed_config.toml': 'forced_login_metod = "chatgpt"\n',
      },
    },
    reach: toPolicy,
    shows: [
      ['policy-warning', 'unknownKey'],
      ['policy-row', 'invalid'],
    ],
  },
  'settings-locked': {
    title: 'The organisation forbids what could be switched on',
    ...managed,
    world: {
      machineFiles: { 'requirements.toml': `${named}allow_usage_limits = false\n` },
    },
    reach: ({ click }) => click('nav-settings'),
    shows: [['setting-show-rule']],
  },
} as const satisfies Readonly<Record<string, State>>;
