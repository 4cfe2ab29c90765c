import { defineTexts } from '../define-texts.ts';

/** What `gatehouse codex` says; the programs and their accounts are in `running-codex.ts`. */
export const codexCommandTexts = defineTexts({
  notShown: 'This system does not show other programs.',
  none: 'No Codex program runs with this home.',
  noServer: 'No background server of Codex runs with this home.',
  /** {cost}: a sentence. */
  notRestarted:
    'Nothing was restarted. {cost} Wait until it is done, or run: gatehouse codex restart --now',
  answer: {
    account: 'Account',
    loginMethods: 'Ways to sign in',
    codexSays: 'Codex says:',
    gatehouseSays: 'Gatehouse says:',
    differ: 'They differ.',
    asked: 'Codex {version} was asked.',
  },
});
