import type { AppState } from '../app-state.ts';
import { refreshOfferTexts as texts } from '../texts/refresh-offer.ts';

/** Why "Refresh now" is off. */
export interface RefreshObstacle {
  readonly short: string;
  readonly sentence: string;
}

/** Why a refresh cannot help the present sign-in; null where it can. */
export function refreshObstacle(
  state: Pick<AppState, 'account' | 'restrictions'>,
): RefreshObstacle | null {
  const obstacle = obstacleOf(state);
  if (obstacle === null) return null;
  const { short, sentence } = texts[obstacle];
  return { short: short(), sentence: sentence() };
}

function obstacleOf({
  account,
  restrictions,
}: Pick<AppState, 'account' | 'restrictions'>): keyof typeof texts | null {
  if (account.kind !== 'chatgpt') return 'nothing';
  if (restrictions.verdict === 'violated') return 'forbidden';
  return account.refresh === 'possible' ? null : account.refresh;
}
