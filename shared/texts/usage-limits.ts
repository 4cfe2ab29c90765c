import { defineTexts } from './define-texts.ts';

/** Usage limits: what they are called, how much is left, and why that is not known. */
export const usageLimitTexts = defineTexts({
  names: {
    unknown: 'Usage limit',
    daily: 'Daily limit',
    weekly: 'Weekly limit',
    monthly: 'Monthly limit',
    days: '{count}-day limit',
    hours: '{count}-hour limit',
    minutes: '{count}-minute limit',
    /** Of one model or feature. */
    ofOne: '{of}: {name}',
  },
  /** The same in the line of the tray, with what is left of it. */
  line: {
    unknown: '{left}%',
    daily: 'daily {left}%',
    weekly: 'weekly {left}%',
    monthly: 'monthly {left}%',
    days: '{count}-day {left}%',
    hours: '{count}-hour {left}%',
    minutes: '{count}-minute {left}%',
    whole: 'Left at {time}: {limits}',
  },
  amount: '{used}% used, {left}% left',
  isPast: 'reset since it was read',
  credits: { unlimited: 'unlimited', some: 'some left', balance: '{balance} left' },
  problems: {
    'no-chatgpt-sign-in': 'Only a ChatGPT sign-in has usage limits.',
    'not-allowed': 'Nothing is asked with this sign-in while the login rules do not allow it.',
    'no-workspace': 'The sign-in does not say which workspace it is for. Sign in again.',
    'token-ended': 'The access token has ended. Refresh it, then look again.',
    'other-service':
      'This sign-in comes from another sign-in service, so its usage limits can’t be read.',
    offline: 'This computer is offline.',
    'no-codex':
      'No Codex CLI was found that only you and the administrator can change. Install Codex, then look again.',
    unsupported: 'This Codex does not tell usage limits for an access token alone.',
    refused: 'ChatGPT refused to tell the usage limits.',
    'too-many-requests': 'ChatGPT was asked too often.',
    failed: 'Codex could not get the usage limits.',
  },
  codexWithoutVersion:
    'The Codex CLI here does not say its version. Update Codex, then look again.',
  codexTooOld: 'Codex {version} is too old to be asked. Update Codex, then look again.',
  askedAgain: 'Gatehouse asks again after {time}.',
});
