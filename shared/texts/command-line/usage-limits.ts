import { defineTexts } from '../define-texts.ts';

/** What `gatehouse usage` says around the limits; see `usage-limits.ts` beside this folder. */
export const usageCommandTexts = defineTexts({
  titles: {
    plain: 'Usage limits',
    of: 'Usage limits of {email}',
    in: 'Usage limits in {workspace}',
    ofIn: 'Usage limits of {email} in {workspace}',
  },
  limit: '{name}: {amount}',
  limitResets: '{name}: {amount}, resets {time}',
  none: 'ChatGPT names no limit for this account',
  credits: 'Credits: {credits}',
  read: 'Read: {time}',
});
