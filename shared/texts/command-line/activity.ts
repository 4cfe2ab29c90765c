import { defineTexts } from '../define-texts.ts';

/** What `gatehouse activity` says around its entries, whose words are in `activity-entries.ts`. */
export const activityCommandTexts = defineTexts({
  none: 'Nothing is recorded yet.',
});
