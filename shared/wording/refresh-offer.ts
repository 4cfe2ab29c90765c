import type { AppState } from '../app-state.ts';

/** Why "Refresh now" is off. */
export interface RefreshObstacle {
  /** A few words for a menu. */
  readonly short: string;
  readonly sentence: string;
}

/** Why a refresh cannot help the present sign-in; null where it can. */
export function refreshObstacle({
  account,
  restrictions,
}: Pick<AppState, 'account' | 'restrictions'>): RefreshObstacle | null {
  if (account.kind !== 'chatgpt') return nothingToRefresh;
  if (restrictions.verdict === 'violated') return forbidden;
  switch (account.refresh) {
    case 'possible':
      return null;
    case 'refused':
      return refused;
    case 'noRefreshToken':
      return noRefreshToken;
    case 'supplied':
      return supplied;
  }
}

const nothingToRefresh: RefreshObstacle = {
  short: 'nothing to refresh',
  sentence: 'Only a ChatGPT sign-in can be refreshed.',
};
const forbidden: RefreshObstacle = {
  short: 'login rule forbids it',
  sentence: 'A login rule does not allow this sign-in, so it is not refreshed.',
};
const refused: RefreshObstacle = {
  short: 'sign in again',
  sentence: 'This sign-in cannot be refreshed any more. Sign in again.',
};
const noRefreshToken: RefreshObstacle = {
  short: 'sign in again',
  sentence: 'This sign-in has no refresh token. It works until its access token runs out.',
};
const supplied: RefreshObstacle = {
  short: 'another program does it',
  sentence: 'Another program supplies this sign-in and refreshes it.',
};
