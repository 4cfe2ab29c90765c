import { defineTexts } from './define-texts.ts';

/** The activity page: what was done with the sign-in, by whom, and how it ended. */
export const activityPageTexts = defineTexts({
  export: 'Export…',
  explanation:
    'Sign-in history for this device. Tokens, keys and e-mail addresses are never recorded.',
  unreadable: 'The activity cannot be read',
  partUnreadable: 'A part of the activity cannot be read',
  /** `reason` is a sentence. */
  unreadableText: '{reason} Move it away, or correct its owner and permissions.',
  empty: 'Nothing yet',
  emptyText: 'Sign-ins, sign-outs, refreshes and changes by other programs will appear here.',
  filter: {
    who: 'Who',
    anyone: 'Anyone',
    search: 'Search',
    none: 'No matching entries.',
    all: '{all, plural, one {# entry} other {# entries}}',
    some: '{shown, number} of {all, plural, one {# entry} other {# entries}}',
  },
  more: {
    shown: '{shown, number} of {all, number} shown',
    show: 'Show more',
  },
  /** What a list of earlier steps is called. */
  before: 'What led to it',
  /** Spoken before an entry. */
  tones: { attention: 'Attention:', bad: 'Problem:' },
});
