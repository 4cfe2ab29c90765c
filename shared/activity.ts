import { z } from 'zod';

/**
 * One line of the activity log: what was done with the sign-in, and by whom. It is
 * made of codes and a shortened id alone, so that no secret, address or sentence
 * of another program can get into it.
 */

/** Who did it. A person's words in the window and the tray are `user`. */
export const activityActorSchema = z.enum([
  'user',
  /** Gatehouse by itself, because it was due. */
  'background',
  'command-line',
  /** A login rule that was enforced. */
  'policy',
  /** Whoever else shares the sign-in, such as the Codex CLI; seen afterwards. */
  'other-program',
]);
export type ActivityActor = z.infer<typeof activityActorSchema>;

export const activityActionSchema = z.enum([
  'sign-in',
  'sign-out',
  'refresh',
  /** A program was given the access token. */
  'give-token',
  /** The stored sign-in became another one, or unusable, in no way that has a name of its own. */
  'change',
  'move-store',
  'protect-store',
  'remove-copy',
  /** A sign-in that could not stay in use was put among the kept ones. */
  'keep-sign-in',
  'use-kept',
  'remove-kept',
]);
export type ActivityAction = z.infer<typeof activityActionSchema>;

/** Such as `keyringItem` or `refresh-failed`. */
const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);

/**
 * - `done`
 * - `announced`, `confirmed`, `withdrawn`, `withheld`: a removal that a rule demands was told to the
 *   person, was not waited for by them, is not demanded any more, or does not happen because
 *   Codex would not do it now
 * - `nothing`: there was nothing to do it with
 * - `adopted`: another program had done it, and its result was taken over
 * - `partly`: done here, but not everywhere that was asked for
 * - `unsaved`: new tokens were received that could not be saved yet
 * - `offline`: nobody could be reached
 * - `refused:<code>`: a rule, an administrator or the issuer does not allow it
 * - `failed:<code>`
 */
export const activityOutcomeSchema = z
  .string()
  .regex(
    /^(done|announced|confirmed|withdrawn|withheld|nothing|adopted|partly|unsaved|offline|(refused|failed):[A-Za-z][A-Za-z0-9_-]{0,63})$/,
  );

export const activityEntrySchema = z.strictObject({
  /** Version of this shape. */
  v: z.literal(1),
  /** ISO 8601 in UTC. */
  at: z.iso.datetime(),
  actor: activityActorSchema,
  action: activityActionSchema,
  /** The first eight characters of the account's id; null where there is none, as with an API key. */
  account: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,8}$/)
    .nullable(),
  outcome: activityOutcomeSchema,
  /** The method, the rule or the place that it was done with; null where that says nothing. */
  detail: code.nullable(),
  /**
   * The kind of place that sets the rule that did it, with line and column as far as they
   * are known: `managedConfig:2:1`. No path, which could name a person. Missing elsewhere.
   */
  place: z
    .string()
    .regex(/^[A-Za-z]{1,32}(:[1-9][0-9]{0,8}){0,2}$/)
    .optional(),
});
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

/** A part of the log, the newest entry first. */
export const activityPageSchema = z.strictObject({
  entries: z.array(activityEntrySchema),
  /** Lines that could not be read: torn by a crash, or written by another version. */
  skipped: z.number().int().nonnegative(),
  /** Why a part of the log, or all of it, could not be read, as a sentence; null where all was. */
  unreadable: z.string().nullable(),
});
export type ActivityPage = z.infer<typeof activityPageSchema>;
