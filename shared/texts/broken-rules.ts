import { defineTexts } from './define-texts.ts';

/** What this device allows, and whose a sign-in is that it does not, a sentence each. */
export const brokenRuleTexts = defineTexts({
  allowed: {
    noWorkspace: 'This device allows no workspace.',
    workspace: 'This device only allows workspace {workspace}.',
    workspaces: 'This device only allows these workspaces: {workspaces}.',
    /** By the method that is left. */
    methods: {
      chatgpt: 'This device only allows signing in with ChatGPT.',
      api: 'This device only allows API keys.',
    },
  },
  /** The person who is signed in. */
  you: {
    workspace: 'You’re signed in to workspace {workspace}.',
    noWorkspace: 'Your sign-in names no workspace.',
    otherWorkspace: 'You’re signed in to another one.',
    apiKey: 'You’re signed in with an API key.',
    chatgpt: 'You’re signed in with ChatGPT.',
  },
  /** The person who was signed in until now. */
  before: {
    workspace: 'You were signed in to workspace {workspace}.',
    noWorkspace: 'Your sign-in named no workspace.',
    otherWorkspace: 'You were signed in to another one.',
    apiKey: 'You were signed in with an API key.',
    chatgpt: 'You were signed in with ChatGPT.',
  },
  /** An account that is saved. */
  account: {
    workspace: 'This account belongs to workspace {workspace}.',
    noWorkspace: 'This account names no workspace.',
    otherWorkspace: 'This account belongs to another one.',
    apiKey: 'This account is an API key.',
    chatgpt: 'This is a ChatGPT account.',
  },
  /** Who has just tried to sign in. */
  tried: {
    as: 'You signed in as {email} in workspace {workspace}.',
    workspace: 'You signed in to workspace {workspace}.',
    withoutWorkspace: 'You signed in as {email}, whose sign-in names no workspace.',
    title: 'Wrong workspace',
  },
});
