import { defineTexts } from './define-texts.ts';

/** What the sign-in service answers, or does not. What stands in brackets is told as details. */
export const serviceAnswerTexts = defineTexts({
  /** After what happened, where nothing better is known. */
  checkConnection: '{fact} Check your internet connection.',
  problem: 'The sign-in service has a problem (HTTP {status}){code}.',
  busy: 'The sign-in service is busy (HTTP {status}){code}.',
  unexpectedStatus: 'The sign-in service sent an unexpected answer (HTTP {status}){code}.',
  unexpected: 'The sign-in service sent an unexpected answer.',
  unexpectedMember: 'The sign-in service sent an unexpected answer ({member}).',
});
