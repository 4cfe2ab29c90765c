import type * as z from 'zod/mini';

import { windowTexts as texts } from '../shared/texts/window.ts';
import type { AppError } from '../shared/app-error.ts';
import type { EventChannel, RequestChannel } from '../shared/ipc-channels.ts';
import { envelopeSchema, eventContract, requestContract } from '../shared/ipc-contract.ts';
import type { Bridge, EventPayload, RequestInput, RequestOutput } from '../shared/ipc-contract.ts';

/** The value, or the coded error that the main process (or this border) answered with. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError };

export type InputArgument<C extends RequestChannel> =
  RequestInput<C> extends undefined
    ? []
    : undefined extends RequestInput<C>
      ? [input?: RequestInput<C>]
      : [input: RequestInput<C>];

export type Api = ReturnType<typeof createApi>;

/** The contract, typed so that one channel's schema gives that channel's type. */
const typedContract: { [C in RequestChannel]: { output: z.ZodMiniType<RequestOutput<C>> } } =
  requestContract;
const typedEvents: { [C in EventChannel]: z.ZodMiniType<EventPayload<C>> } = eventContract;

const unreachable = (): AppError => ({ code: 'internal', message: texts.noAnswer() });
const unreadable = (): AppError => ({ code: 'internal', message: texts.unreadableAnswer() });

/** Wraps the preload script's bridge: everything that arrives is parsed by the contract. */
export function createApi(bridge: Bridge) {
  return {
    /** Sends one request. Never rejects: every failure is a coded error. */
    async request<C extends RequestChannel>(
      channel: C,
      ...input: InputArgument<C>
    ): Promise<Result<RequestOutput<C>>> {
      let answer: unknown;
      try {
        answer = await bridge.request(channel, ...input);
      } catch {
        return { ok: false, error: unreachable() };
      }
      const envelope = envelopeSchema.safeParse(answer);
      if (!envelope.success) return { ok: false, error: unreadable() };
      if (!envelope.data.ok) return { ok: false, error: envelope.data.error };
      return parsed<RequestOutput<C>>(typedContract[channel].output, envelope.data.value);
    },

    /** Listens to one event until the returned function is called. */
    on<C extends EventChannel>(
      channel: C,
      listener: (result: Result<EventPayload<C>>) => void,
    ): () => void {
      return bridge.on(channel, (payload) => {
        listener(parsed<EventPayload<C>>(typedEvents[channel], payload));
      });
    },
  };
}

function parsed<T>(schema: z.ZodMiniType<T>, value: unknown): Result<T> {
  const result = schema.safeParse(value);
  return result.success ? { ok: true, value: result.data } : { ok: false, error: unreadable() };
}
