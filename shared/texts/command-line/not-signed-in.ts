import { defineTexts } from '../define-texts.ts';

/** What every command says where nobody is signed in. */
export const notSignedInTexts = defineTexts({
  signIn: 'Not signed in. Run "gatehouse login".',
  signInOrSwitch: 'Not signed in. Run "gatehouse login" or "gatehouse switch ACCOUNT".',
});
