import { runningTexts } from '../../shared/texts/running-codex.ts';
import type { Word } from './tone.ts';

/** Whether both say the same, as a word. */
export function agreementWord(agrees: boolean | null): Word {
  const { answers } = runningTexts.ask;
  if (agrees === null) return { word: answers.incomparable(), tone: 'plain' };
  return agrees
    ? { word: answers.same(), tone: 'good' }
    : { word: answers.different(), tone: 'bad' };
}
