import { defineTexts } from './define-texts.ts';

/** What a saved account is called, the state it is in, and what to do about that. */
export const savedAccountStateTexts = defineTexts({
  names: {
    apiKey: 'API key',
    personalAccessToken: 'Personal access token',
    chatgpt: 'ChatGPT account',
    inWorkspace: '{name} ({workspace})',
    /** Of one among several that are called the same. */
    withId: '{name} #{id}',
  },
  words: {
    inUse: 'In use',
    ready: 'Ready',
    maySpent: 'May need sign-in',
    needsSignIn: 'Needs sign-in',
    notAllowed: 'Not allowed here',
    inUseElsewhere: 'In use in {home}',
  },
  /** Why it cannot be put into use now. */
  obstacles: {
    needsSignIn: 'needs sign-in',
    notAllowed: 'not allowed here',
    inUseElsewhere: 'in use elsewhere',
  },
  /** Why it may be spent. Not every reason has a time. */
  spent: {
    'codex-was-running':
      'Codex was running when you switched away, and may have used up this sign-in. Use it to find out. You may have to sign in again.',
    'codex-may-have-run':
      'Gatehouse could not see whether Codex was running when you switched away. It may have used up this sign-in. Use it to find out. You may have to sign in again.',
    replaced:
      'Another program replaced it at {time}. Its last sign-in is kept and may no longer work. Use it to find out. You may have to sign in again.',
    'signed-out':
      'Another program signed it out at {time}. Its last sign-in is kept and may no longer work. Use it to find out. You may have to sign in again.',
    'switch-interrupted':
      'A switch was interrupted at {time}. Its last sign-in is kept and may no longer work. Use it to find out. You may have to sign in again.',
    'refresh-interrupted':
      'A refresh was interrupted at {time}, and may have used up this sign-in. Use it to find out. You may have to sign in again.',
  },
  /** Why it needs a new sign-in. */
  ended: {
    refused: 'It can\u2019t be refreshed. Sign in again.',
    expired: 'It ended while it was not in use. Sign in again.',
    unreadable: 'Its saved file is missing or can\u2019t be opened. Sign in again.',
  },
  inUseElsewhere: 'Put another account into use there first.',
  badLabel: 'A name is one line of at most 80 characters. Choose another one.',
});
