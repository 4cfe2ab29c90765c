import { defineTexts } from './define-texts.ts';

/** Moments and spans in words; days, clocks and distances come from `Intl`. */
export const timeTexts = defineTexts({
  /** Within a sentence. */
  at: 'at {time}',
  on: 'on {day} at {time}',
  inAMoment: 'in a moment',
  today: 'Today',
  yesterday: 'Yesterday',
  inUnderAMinute: 'in less than a minute',
  underAMinuteAgo: 'less than a minute ago',
  /** A detail by itself. */
  moment: '{time} ({distance})',
  notRecorded: 'Not recorded',
  now: 'Now',
  soon: 'In a moment',
  /** Until something ends. */
  left: {
    over: 'Time’s up.',
    underAMinute: 'Less than a minute left.',
    minutes: '{minutes, plural, one {# minute left.} other {# minutes left.}}',
  },
});
