import { defineTexts } from './define-texts.ts';

/** The page on which a sign-in begins, and the form for an API key. */
export const waysToSignInTexts = defineTexts({
  list: 'Ways to sign in',
  /** By method. */
  labels: {
    browser: 'Sign in with ChatGPT',
    device: 'Sign in with a device code',
    apiKey: 'Use an API key',
  },
  hints: {
    browser: 'Opens the sign-in page in your browser.',
    device: 'No browser here? Enter a short code on another device.',
    apiKey: 'Pay as you go with your OpenAI API account.',
  },
  offUntilFixed: 'Sign-in is off until this is fixed.',
  first: {
    title: 'Sign in to use Codex',
    lead: 'Sign in once. Codex on this computer uses the same account.',
  },
  another: {
    title: 'Add an account',
    lead: 'Sign in to another account, or to another workspace.',
    back: 'Back to the account',
  },
  again: {
    title: 'Sign in again as {name}',
    lead: 'Sign in as the same person and choose the same workspace.',
  },
  whatGatehouseDoes: {
    title: 'What Gatehouse does',
    signsIn: 'Signs you in once, for Codex in the terminal, in editors and in the desktop app.',
    keepsSignedIn: 'Keeps you signed in, and shows which rules apply here and who set them.',
    doesNot: 'Your sign-in stays on this computer. Only you switch accounts.',
  },
  purposes: {
    title: 'What to do with the new account',
    use: 'Use now',
    useHint: 'Codex uses the new account. Your present one is saved.',
    keep: 'Keep for later',
    keepHint: 'The new account is saved. Codex goes on with your present one.',
  },
  keyForm: {
    title: 'Use an API key',
    lead: 'Codex usage is billed to your OpenAI API account.',
    field: 'API key',
    hint: 'Spaces at either end are ignored. The key is cleared from this form once it is saved.',
    show: 'Show key',
    hide: 'Hide key',
    save: 'Save API key',
    empty: 'The API key is empty.',
  },
});
