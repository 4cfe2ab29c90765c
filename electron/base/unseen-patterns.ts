// Their classes of characters are long to build, and most texts have ASCII alone: what uses these
// patterns looks for that first, and does not load them then.

/** Control characters, line ends and marks of text direction. */
const unseen = '[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]';

export const anyUnseen = new RegExp(unseen, 'u');
export const eachUnseen = new RegExp(unseen, 'gu');

// Characters without width as well: a name with them looks like the name without.
export const eachUnseenInName = new RegExp(`${unseen}|\\p{Default_Ignorable_Code_Point}`, 'gu');
