import { defineTexts } from './define-texts.ts';

/** Asking Codex itself whom it uses. */
export const askingCodexTexts = defineTexts({
  notAsked: {
    underWay: 'Codex was not asked: another command is under way. Try again in a moment.',
    needsSignIn: 'Codex was not asked: the sign-in has ended. Sign in again first.',
    notFresh:
      'Codex was not asked: less than 15 minutes are left of the access token, and it could not be refreshed.',
    shortLived:
      'Codex was not asked: access tokens of this sign-in live for less than 15 minutes, and Codex could refresh them while it is asked.',
    noProgram:
      'Codex was not asked: there is no codex command where only you can change it. Install Codex, then try again.',
    unknownVersion:
      'Codex was not asked: Gatehouse does not know this version of it. Update Codex, then try again.',
    tooOld:
      'Codex was not asked: Gatehouse does not know version {version}. Update Codex, then try again.',
  },
  noAnswer: 'Codex did not answer. Start it in a terminal to see why.',
});
