import * as z from 'zod/mini';

import { aboutSchema } from './about.ts';
import { activityFilterSchema, activityPageSchema } from './activity.ts';
import { appErrorSchema } from './app-error.ts';
import { appStateSchema, noticeIdSchema, storagePlaceSchema } from './app-state.ts';
import { crossCheckSchema } from './cross-check.ts';
import { doctorReportSchema } from './doctor.ts';
import { keptIdSchema } from './kept-sign-ins.ts';
import { policyCandidateSchema, policyPreviewSchema, policyReportSchema } from './policy.ts';
import { accountIdSchema, accountLabelSchema, signInPurposeSchema } from './saved-accounts.ts';
import { destinationSchema } from './section.ts';
import { settingRequestSchema } from './settings.ts';
import type { EventChannel, RequestChannel } from './ipc-channels.ts';

const none = z.undefined();
const account = z.strictObject({ id: accountIdSchema });

/**
 * Input and output of every channel. The main process parses both, the renderer what it receives.
 * Commands are answered when they are accepted; their results arrive as the next `state.changed`.
 */
export const requestContract = {
  'state.get': { input: none, output: appStateSchema },
  /** Without a purpose the new sign-in is used. */
  'signIn.browser': { input: z.optional(signInPurposeSchema), output: none },
  'signIn.device': { input: z.optional(signInPurposeSchema), output: none },
  /** The one secret that crosses, and only in this direction. */
  'signIn.apiKey': {
    input: z.strictObject({
      apiKey: z.string().check(z.maxLength(4096)),
      target: z.optional(signInPurposeSchema),
    }),
    output: none,
  },
  'signIn.cancel': { input: none, output: none },
  'signIn.dismiss': { input: none, output: none },
  'signIn.copyLink': { input: none, output: none },
  'signIn.copyCode': { input: none, output: none },
  'signIn.openLink': { input: none, output: none },
  /** Lets another user of this machine take part once whose browser was turned away. */
  'signIn.allowOnce': { input: none, output: none },
  /** The address that a browser elsewhere came to: it holds a code that is of use here alone. */
  'signIn.takeAddress': {
    input: z.strictObject({ address: z.string().check(z.maxLength(8192)) }),
    output: none,
  },
  /** Adds the account of a sign-in that was of another one than asked for. */
  'signIn.addAnother': { input: none, output: none },
  'account.signOut': {
    input: z.strictObject({ everywhere: z.boolean() }),
    output: none,
  },
  'account.refresh': { input: none, output: none },
  'account.reload': { input: none, output: none },
  /** Asks the sign-in service whose the stored personal access token is. */
  'account.lookUp': { input: none, output: none },
  /** Puts a saved account into use; the one in use is saved. */
  'accounts.use': { input: account, output: none },
  'accounts.rename': { input: z.extend(account, { label: accountLabelSchema }), output: none },
  /** Removes an account from this device; the one in use is signed out first. */
  'accounts.remove': { input: account, output: none },
  /** The same, and it is revoked at the issuer. */
  'accounts.signOut': { input: account, output: none },
  /** Reads the list again; opens nothing and asks no keyring. */
  'accounts.look': { input: none, output: none },
  /** Whether new accounts are saved in plain files, where there is no keyring. */
  'accounts.plainFiles': { input: z.strictObject({ isOn: z.boolean() }), output: none },
  /** Makes a new key in the place of one that is gone. */
  'accounts.newKey': { input: none, output: none },
  /** Puts a kept sign-in into use; the one in use takes its place. */
  'kept.use': { input: z.strictObject({ id: keptIdSchema }), output: none },
  /** Revokes a kept sign-in, as far as that is safe, and removes it. */
  'kept.remove': { input: z.strictObject({ id: keptIdSchema }), output: none },
  /** Looks at every place, the keyring included, which may show its prompt. */
  'store.inspect': { input: none, output: none },
  'store.move': { input: z.strictObject({ to: z.enum(['file', 'keyring']) }), output: none },
  /** Keeps sign-ins in the file from now on where no keyring runs; nothing is moved. */
  'store.inFile': { input: none, output: none },
  'store.removeCopy': {
    input: z.strictObject({ kind: storagePlaceSchema.shape.kind }),
    output: none,
  },
  'store.removeEntry': {
    input: z.strictObject({ id: z.string().check(z.maxLength(1000)) }),
    output: none,
  },
  'store.removeKeptCopies': { input: none, output: none },
  'store.protect': { input: none, output: none },
  'settings.set': { input: settingRequestSchema, output: none },
  'about.get': { input: none, output: aboutSchema },
  'about.openLogs': { input: none, output: none },
  /** Usage limits are in view: they are read again where that is due, and nothing else. */
  'usage.look': { input: none, output: none },
  'activity.read': {
    input: z.strictObject({ limit: z.int().check(z.minimum(1), z.maximum(1000)) }),
    output: activityPageSchema,
  },
  /** Exports ask the person for a file; they are answered when it is written. */
  'activity.export': { input: activityFilterSchema, output: z.enum(['saved', 'cancelled']) },
  /** What is known at once, without reading the sources again; see `account.reload`. */
  'policy.get': { input: none, output: policyReportSchema },
  /** What would apply with this file in place; nothing is enforced by it. */
  'policy.preview': { input: policyCandidateSchema, output: policyPreviewSchema },
  'policy.chooseCandidate': { input: none, output: z.nullable(policyCandidateSchema) },
  'policy.copy': { input: none, output: none },
  'policy.export': {
    input: z.strictObject({ format: z.enum(['json', 'csv']) }),
    output: z.enum(['saved', 'cancelled']),
  },
  /** Looks at the programs that run, and with which variables the background server was started. */
  'codex.look': { input: none, output: none },
  /** Has the person asked whether to restart the background server, by what is so now. */
  'codex.askForRestart': { input: none, output: none },
  /** The answer: later. */
  'codex.leaveRestart': { input: none, output: none },
  /** Restarts the background server; a notice says what came of it. */
  'codex.restart': { input: none, output: none },
  /** Starts Codex on this home to ask it whom it uses. */
  'codex.ask': { input: none, output: crossCheckSchema },
  'doctor.run': { input: none, output: doctorReportSchema },
  /** Both take the latest report. */
  'doctor.copy': { input: none, output: none },
  'doctor.export': { input: none, output: z.enum(['saved', 'cancelled']) },
  'removal.copy': { input: none, output: none },
  /** The person does not wait for the announced removal. */
  'removal.confirm': { input: none, output: none },
  'notice.dismiss': { input: z.strictObject({ id: noticeIdSchema }), output: none },
} satisfies Record<RequestChannel, { input: z.ZodMiniType; output: z.ZodMiniType }>;

export const eventContract = {
  'state.changed': appStateSchema,
  /** By a menu, or a click on a notification. */
  'section.asked': destinationSchema,
} satisfies Record<EventChannel, z.ZodMiniType>;

export type RequestInput<C extends RequestChannel> = z.infer<(typeof requestContract)[C]['input']>;
export type RequestOutput<C extends RequestChannel> = z.infer<
  (typeof requestContract)[C]['output']
>;
export type EventPayload<C extends EventChannel> = z.infer<(typeof eventContract)[C]>;

export const envelopeSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.optional(z.unknown()) }),
  z.strictObject({ ok: z.literal(false), error: appErrorSchema }),
]);
export type Envelope = z.infer<typeof envelopeSchema>;

/** What the preload script exposes as `window.gatehouse`. */
export interface Bridge {
  /** The answer is an {@link Envelope}, to be parsed by the caller. */
  request(channel: RequestChannel, input?: unknown): Promise<unknown>;
  on(channel: EventChannel, listener: (payload: unknown) => void): () => void;
}
