import * as z from 'zod/mini';

// The activity log holds codes and a shortened id alone, so that no secret, address or sentence of
// another program can get into it.

/** Who did it: `background` is Gatehouse by itself, `policy` a login rule that was enforced. */
export const activityActorSchema = z.enum([
  'user',
  'background',
  'command-line',
  'policy',
  /** Another program that shares the sign-in, such as the Codex CLI; seen afterwards. */
  'other-program',
]);
export type ActivityActor = z.infer<typeof activityActorSchema>;

export const activityActionSchema = z.enum([
  'sign-in',
  'sign-out',
  'refresh',
  'give-token',
  /** The stored sign-in became another one, or unusable, in no way that has a name of its own. */
  'change',
  'move-store',
  /** The setting alone; what is stored stays where it is. */
  'choose-store',
  'protect-store',
  'remove-copy',
  'keep-sign-in',
  'use-kept',
  'remove-kept',
  'switch-account',
  'add-account',
  'rename-account',
  'remove-account',
  'sign-out-account',
  'protect-accounts',
  'renew-account',
  /** Another program put another account into the place of this one. */
  'replace-account',
  /** Of the background server of Codex, which then uses this account. */
  'restart-codex',
]);
export type ActivityAction = z.infer<typeof activityActionSchema>;

const shortIdLength = 8;

/** The first eight characters of an id, of which those that are not listed are `_`. */
const shortId = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,8}$/));

/** The id of a workspace as an entry has it; null for none. */
export function shortIdOf(id: string | null): string | null {
  if (id === null || id === '') return null;
  return Array.from(id)
    .slice(0, shortIdLength)
    .join('')
    .replace(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, shortIdLength);
}

/** The same for people, who see where an id may have been cut off. */
export function shownShortId(id: string): string {
  return id.length < shortIdLength ? id : `${id}…`;
}

/** The id of a person as an entry has it: what all of them begin with tells nobody from another. */
export function shortUserIdOf(userId: string | null): string | null {
  return shortIdOf(userId?.replace(/^user-(?=.)/, '') ?? null);
}

/** Such as `keyringItem` or `refresh-failed`. */
const code = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/));

/**
 * `announced` to `withheld` are about a removal that a rule demands: the person did not wait for
 * it (`confirmed`), the rule is gone (`withdrawn`), or Codex would not remove it now (`withheld`).
 * `adopted`: another program had done it. `partly`: not everywhere that was asked for. `begun`: it
 * went on when it was not waited for any more.
 */
export const activityOutcomeSchema = z
  .string()
  .check(
    z.regex(
      /^(done|announced|confirmed|withdrawn|withheld|nothing|adopted|partly|begun|unsaved|offline|(refused|failed):[A-Za-z][A-Za-z0-9_-]{0,63})$/,
    ),
  );

/** One line of the activity log: what was done with the sign-in, and by whom. */
export const activityEntrySchema = z.strictObject({
  v: z.literal(1),
  /** ISO 8601 in UTC. */
  at: z.iso.datetime(),
  actor: activityActorSchema,
  action: activityActionSchema,
  /** Of the workspace; null with an API key. */
  account: z.nullable(shortId),
  /** Of the person, without "user-" before it; left out where that is not known. */
  user: z.optional(shortId),
  outcome: activityOutcomeSchema,
  /** The method, rule or place that it was done with; null where that says nothing. */
  detail: z.nullable(code),
  /** The kind of place that sets the rule, as `managedConfig:2:1`; a path could name a person. */
  place: z.optional(z.string().check(z.regex(/^[A-Za-z]{1,32}(:[1-9][0-9]{0,8}){0,2}$/))),
});
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

/** What a person wants to see of the log. */
export const activityFilterSchema = z.strictObject({
  actor: z.union([activityActorSchema, z.literal('anyone')]),
  /** Words that all have to stand in what is shown of an entry, in any case and order. */
  text: z.string().check(z.maxLength(1000)),
});
export type ActivityFilter = z.infer<typeof activityFilterSchema>;

export const everything: ActivityFilter = { actor: 'anyone', text: '' };

/** A part of the log, the newest entry first. */
export const activityPageSchema = z.strictObject({
  entries: z.array(activityEntrySchema),
  /** Lines that could not be read: torn by a crash, or written by another version. */
  skipped: z.int().check(z.nonnegative()),
  /** Why some of the log could not be read, as a sentence; null where all was. */
  unreadable: z.nullable(z.string()),
});
export type ActivityPage = z.infer<typeof activityPageSchema>;
