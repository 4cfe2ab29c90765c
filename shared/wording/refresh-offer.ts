import type { AppState } from '../app-state.ts';

/** Why "Refresh now" is off. */
export interface RefreshObstacle {
  readonly short: string;
  readonly sentence: string;
}

const obstacles = {
  nothing: { short: 'nothing to refresh', sentence: 'Only a ChatGPT sign-in can be refreshed.' },
  forbidden: {
    short: 'login rule forbids it',
    sentence: 'A login rule does not allow this sign-in, so it is not refreshed.',
  },
  refused: {
    short: 'sign in again',
    sentence: 'This sign-in cannot be refreshed any more. Sign in again.',
  },
  noRefreshToken: {
    short: 'sign in again',
    sentence: 'This sign-in has no refresh token. It works until its access token runs out.',
  },
  supplied: {
    short: 'another program does it',
    sentence: 'Another program supplies this sign-in and refreshes it.',
  },
} as const satisfies Record<string, RefreshObstacle>;

/** Why a refresh cannot help the present sign-in; null where it can. */
export function refreshObstacle({
  account,
  restrictions,
}: Pick<AppState, 'account' | 'restrictions'>): RefreshObstacle | null {
  if (account.kind !== 'chatgpt') return obstacles.nothing;
  if (restrictions.verdict === 'violated') return obstacles.forbidden;
  return account.refresh === 'possible' ? null : obstacles[account.refresh];
}
