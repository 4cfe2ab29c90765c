import { needsSignIn, type AccountState, type AppState } from '../../shared/app-state.ts';

/** The state of an account in one word or two. */
export type SignInState =
  'signedIn' | 'offline' | 'ranOut' | 'needsSignIn' | 'attention' | 'blocked' | 'unjudged';

type SignedIn = Extract<AccountState, { kind: 'chatgpt' | 'apiKey' }>;

/** What a person should know first of an account that is signed in; the worst counts. */
export function signInStateOf(
  account: SignedIn,
  { restrictions, backgroundRefresh }: Pick<AppState, 'restrictions' | 'backgroundRefresh'>,
): SignInState {
  if (restrictions.verdict === 'violated') return 'blocked';
  if (restrictions.verdict === 'unknown') return 'unjudged';
  if (needsSignIn(account.problem)) return 'needsSignIn';
  if (account.problem?.code === 'token-expired') return 'ranOut';
  if (account.problem !== null) return 'attention';
  return backgroundRefresh.kind === 'offline' ? 'offline' : 'signedIn';
}
