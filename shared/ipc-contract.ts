import { z } from 'zod';

import { activityPageSchema } from './activity.ts';
import { appErrorSchema } from './app-error.ts';
import { appStateSchema, noticeIdSchema, storagePlaceSchema } from './app-state.ts';
import { doctorReportSchema } from './doctor.ts';
import { keptIdSchema } from './kept-sign-ins.ts';
import { policyCandidateSchema, policyPreviewSchema, policyReportSchema } from './policy.ts';
import { sectionSchema } from './section.ts';
import type { EventChannel, RequestChannel } from './ipc-channels.ts';

/**
 * Input and output of every channel. The main process parses what comes in and
 * what goes out; the renderer parses what it receives. Commands are answered
 * when they are accepted; their results arrive as the next `state.changed`.
 */
const none = z.undefined();

export const requestContract = {
  'state.get': { input: none, output: appStateSchema },
  'signIn.browser': { input: none, output: none },
  'signIn.device': { input: none, output: none },
  /** The one secret that crosses, and only in this direction. */
  'signIn.apiKey': {
    input: z.strictObject({ apiKey: z.string().max(4096) }),
    output: none,
  },
  'signIn.cancel': { input: none, output: none },
  /** Takes a failed sign-in off the screen. */
  'signIn.dismiss': { input: none, output: none },
  'signIn.copyLink': { input: none, output: none },
  'signIn.copyCode': { input: none, output: none },
  /** Opens the running sign-in's page (browser or device) in the system browser again. */
  'signIn.openLink': { input: none, output: none },
  /** Lets the user of this machine take part once whose browser was turned away. */
  'signIn.allowOnce': { input: none, output: none },
  'account.signOut': {
    input: z.strictObject({ everywhere: z.boolean() }),
    output: none,
  },
  'account.refresh': { input: none, output: none },
  'account.reload': { input: none, output: none },
  /** Puts a kept sign-in into use; the one in use takes its place. */
  'kept.use': { input: z.strictObject({ id: keptIdSchema }), output: none },
  /** Revokes a kept sign-in, as far as that is safe, and removes it. */
  'kept.remove': { input: z.strictObject({ id: keptIdSchema }), output: none },
  /** Looks at every place, the keyring included, which may show its prompt. */
  'store.inspect': { input: none, output: none },
  'store.move': { input: z.strictObject({ to: z.enum(['file', 'keyring']) }), output: none },
  /** Removes a copy that is not in use. */
  'store.removeCopy': {
    input: z.strictObject({ kind: storagePlaceSchema.shape.kind }),
    output: none,
  },
  /** Removes one of several entries of the keyring that match. */
  'store.removeEntry': { input: z.strictObject({ id: z.string().max(1000) }), output: none },
  'store.removeKeptCopies': { input: none, output: none },
  /** Takes the rights of others from a store that they can read. */
  'store.protect': { input: none, output: none },
  /** Asks the operating system for it; what came of it is in the next snapshot. */
  'settings.startAtLogin': { input: z.boolean(), output: none },
  'activity.read': {
    input: z.strictObject({ limit: z.number().int().min(1).max(1000) }),
    output: activityPageSchema,
  },
  /** Asks the person for a file and writes the redacted log there; answered when that is done. */
  'activity.export': { input: none, output: z.enum(['saved', 'cancelled']) },
  /**
   * What is known at once. The issuer may be asked for its keys meanwhile, which the next
   * snapshot tells. To read the sources again, ask `account.reload`.
   */
  'policy.get': { input: none, output: policyReportSchema },
  /** What would hold with this file in place; nothing is enforced by it. */
  'policy.preview': { input: policyCandidateSchema, output: policyPreviewSchema },
  /** A file for a preview that the person is asked for; null where they want none. */
  'policy.chooseCandidate': { input: none, output: policyCandidateSchema.nullable() },
  'policy.copy': { input: none, output: none },
  'policy.export': {
    input: z.strictObject({ format: z.enum(['json', 'csv']) }),
    output: z.enum(['saved', 'cancelled']),
  },
  /** Looks at this machine, which may take as long as the network does. */
  'doctor.run': { input: none, output: doctorReportSchema },
  /** Copies the latest report as the command line prints it. */
  'doctor.copy': { input: none, output: none },
  /** Writes it as JSON where the person wants it. */
  'doctor.export': { input: none, output: z.enum(['saved', 'cancelled']) },
  /** Copies why the sign-in is about to be removed, for the help desk. */
  'removal.copy': { input: none, output: none },
  /** The person has read why the sign-in is removed, and does not wait for it. */
  'removal.confirm': { input: none, output: none },
  'notice.dismiss': { input: z.strictObject({ id: noticeIdSchema }), output: none },
} satisfies Record<RequestChannel, { input: z.ZodType; output: z.ZodType }>;

export const eventContract = {
  'state.changed': appStateSchema,
  /** The person chose a part of the window in a menu, or clicked on a notification about it. */
  'section.asked': z.strictObject({ section: sectionSchema }),
} satisfies Record<EventChannel, z.ZodType>;

export type RequestInput<C extends RequestChannel> = z.infer<(typeof requestContract)[C]['input']>;
export type RequestOutput<C extends RequestChannel> = z.infer<
  (typeof requestContract)[C]['output']
>;
export type EventPayload<C extends EventChannel> = z.infer<(typeof eventContract)[C]>;

/** Every answer: the value, or a coded error. Silence is never an answer. */
export const envelopeSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown().optional() }),
  z.strictObject({ ok: z.literal(false), error: appErrorSchema }),
]);
export type Envelope = z.infer<typeof envelopeSchema>;

/** What the preload script exposes as `window.gatehouse`. */
export interface Bridge {
  /** Sends one request; the answer is an {@link Envelope}, to be parsed by the caller. */
  request(channel: RequestChannel, input?: unknown): Promise<unknown>;
  /** Listens to one event until the returned function is called. */
  on(channel: EventChannel, listener: (payload: unknown) => void): () => void;
}
