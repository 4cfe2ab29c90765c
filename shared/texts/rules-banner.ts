import { defineTexts } from './define-texts.ts';

/** Over the account: a login rule is broken, or why that is not known. */
export const rulesBannerTexts = defineTexts({
  cannotBeJudged: 'Cannot be judged yet',
  keptMeanwhile: 'Your sign-in is kept and not used until then. Gatehouse tries again by itself.',
  otherSignIn: 'Another sign-in may be in use',
  violated: 'A login rule is not met',
  violatedText: 'This sign-in does not meet the login rules of this device.',
  deadlock: 'The login rules need correcting',
  unreadable: 'The login rules could not be read',
  unreadableText: 'Ask your administrator if you can’t edit it.',
  setIn: 'The rule {rule} is set in {place}.',
  showDiagnostics: 'Show diagnostics',
  showPolicy: 'Show policy',
});

/** The short line about the login rules at the foot of the window. */
export const rulesLineTexts = defineTexts({
  none: 'No login rules apply',
  faulty: 'A policy can’t be read',
  apply: 'Login rules apply',
  satisfied: 'Login rules: satisfied',
  violated: 'Login rules: not satisfied',
  notYet: 'Login rules: cannot be checked yet',
  unchecked: 'Login rules: could not be checked',
  cloudUnreadable: 'Workspace rules: cannot be read',
  cloudUnknown: 'Workspace rules: not known yet',
});
