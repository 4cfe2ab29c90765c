import type { CrossCheckResult } from '../../shared/cross-check.ts';
import type { Word } from './tone.ts';

type Asked = Extract<CrossCheckResult, { kind: 'asked' }>;

export const factTitles: Readonly<Record<Asked['facts'][number]['about'], string>> = {
  account: 'Account',
  loginMethods: 'Ways to sign in',
};

/** Whether both say the same, as a word. */
export function agreementWord(agrees: boolean | null): Word {
  if (agrees === null) return { word: 'Cannot be compared', tone: 'plain' };
  return agrees
    ? { word: 'Both say the same', tone: 'good' }
    : { word: 'They differ', tone: 'bad' };
}
