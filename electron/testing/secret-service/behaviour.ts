import { z } from 'zod';

const countSchema = z.number().int().min(0);

/** What becomes of a prompt: none is shown, or what the person does with it. */
const promptSchema = z.enum(['none', 'confirmed', 'dismissed', 'unanswered']);
export type PromptOutcome = z.infer<typeof promptSchema>;

/** How a session is opened; all but `any` and `plain-only` are refusals, as real services word them. */
const sessionsSchema = z.enum([
  'any',
  'plain-only',
  'not-supported',
  'access-denied',
  'limits-exceeded',
  'failed-with-line-breaks',
]);

const deathSchema = z.strictObject({
  /** Before the call is carried out, after that without an answer, or after the answer. */
  when: z.enum(['before', 'unanswered', 'after']),
  /** A method, or whichever of several is called first. */
  method: z.union([z.string(), z.array(z.string())]),
  /** Counted from now; 1 is the next call of these methods. */
  call: countSchema.min(1),
  /** Milliseconds until it owns its name again; null: not until it is told to come back. */
  backAfterMs: countSchema.nullable(),
});

/**
 * How the Secret Service for tests behaves. Methods are named as in the specification,
 * without their interface, such as "SearchItems" or "SetSecret".
 *
 * Source: https://specifications.freedesktop.org/secret-service-spec/latest/
 */
export const behaviourSchema = z.strictObject({
  /** Milliseconds before any answer. */
  delayMs: countSchema,
  /** Milliseconds before the answers of single methods, in place of `delayMs`. */
  methodDelaysMs: z.record(z.string(), countSchema),
  /** So many answers are late, then it is quick; null: all of them. */
  lateAnswers: countSchema.nullable(),
  prompts: z.strictObject({ create: promptSchema, delete: promptSchema, unlock: promptSchema }),
  /** Whether the collection is locked, and a search then shows its items as locked, or none. */
  locked: z.enum(['no', 'shown', 'hidden']),
  /** Locks each item by itself, in a collection that is open. */
  areItemsLocked: z.boolean(),
  /** `no-default`: there is a collection, but none by the alias "default". */
  collections: z.enum(['default', 'no-default', 'none']),
  /** Whether `replace` replaces; else a second item is made. */
  replaces: z.boolean(),
  sessions: sessionsSchema,
  /** So many sessions are refused, then none; null: all of them. */
  refusedSessions: countSchema.nullable(),
  /** Refuses public keys that start with a zero byte, or lack it, as KWallet does. */
  refusesShortKeys: z.boolean(),
  /** Says that it has stored a secret, and has not. */
  forgets: z.boolean(),
  secrets: z.enum(['readable', 'no-utf8', 'get-fails']),
  /** Methods that fail, with the name of the error and its text. */
  failures: z.record(z.string(), z.strictObject({ name: z.string(), text: z.string() })),
  dies: deathSchema.nullable(),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

/** A service at its best: quick, unlocked, with a default collection. */
export const wellBehaved: Behaviour = {
  delayMs: 0,
  methodDelaysMs: {},
  lateAnswers: null,
  prompts: { create: 'none', delete: 'none', unlock: 'none' },
  locked: 'no',
  areItemsLocked: false,
  collections: 'default',
  replaces: true,
  sessions: 'any',
  refusedSessions: null,
  refusesShortKeys: false,
  forgets: false,
  secrets: 'readable',
  failures: {},
  dies: null,
};

/** An item as it is, whatever is locked or hidden. */
const itemSchema = z.strictObject({
  label: z.string(),
  attributes: z.record(z.string(), z.string()),
  value: z.string(),
  contentType: z.string(),
  /** Seconds since 1970. */
  created: z.number(),
  modified: z.number(),
});
export type OddItem = z.infer<typeof itemSchema>;

/** What a test tells the service, over the bus. */
export const orderSchema = z.discriminatedUnion('do', [
  /** Members that are left out stay as they are. */
  z.strictObject({ do: z.literal('behave'), as: behaviourSchema.partial() }),
  z.strictObject({ do: z.literal('report') }),
  /** Adds an item, beside one of the same attributes too. */
  z.strictObject({ do: z.literal('add'), item: itemSchema.partial() }),
  /** Removes all items, and what was counted. */
  z.strictObject({ do: z.literal('empty') }),
  /** The person answers the prompts that stand. */
  z.strictObject({ do: z.literal('answer'), with: z.enum(['confirmed', 'dismissed']) }),
  /** Leaves the bus, and owns its name again. */
  z.strictObject({ do: z.literal('die') }),
  z.strictObject({ do: z.literal('come-back') }),
]);
export type Order = z.infer<typeof orderSchema>;

/** What it answers to each order. */
export const reportSchema = z.strictObject({
  items: z.array(itemSchema),
  /** How often each method was called. */
  calls: z.record(z.string(), z.number()),
  /** Prompts that wait for a person. */
  standingPrompts: z.number(),
});
export type OddReport = z.infer<typeof reportSchema>;

export const control = {
  name: 'org.gatehouse.OddSecretService',
  path: '/org/gatehouse/OddSecretService',
  interface: 'org.gatehouse.OddSecretService',
  /** Takes an order and returns a report, as JSON. */
  method: 'Order',
} as const;
