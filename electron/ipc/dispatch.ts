import type { AppError } from '../../shared/app-error.ts';
import { requestChannels, type RequestChannel } from '../../shared/ipc-channels.ts';
import {
  requestContract,
  type Envelope,
  type RequestInput,
  type RequestOutput,
} from '../../shared/ipc-contract.ts';
import { requestTexts as texts } from '../../shared/texts/requests.ts';
import { errorTrace } from '../base/error-trace.ts';
import { withoutEmail } from '../base/hidden-email.ts';
import type { Log } from '../ports.ts';
import type { Ruled } from '../policy/gatehouse-rules.ts';
import { knownFailureOf } from '../sign-in/sign-in-failure.ts';
import { requirePermissions } from './request-permissions.ts';

type Answer<Output> = [Output] extends [undefined]
  ? void | Promise<void>
  : Output | Promise<Output>;

export type Handlers = {
  readonly [C in RequestChannel]: (input: RequestInput<C>) => Answer<RequestOutput<C>>;
};

export interface DispatchParts {
  readonly handlers: Handlers;
  readonly rules: { get(): Ruled };
  readonly log: Log;
  readonly newLogId: () => string;
  /** Whether no answer may have an e-mail address. */
  readonly hidesEmail: () => boolean;
}

/** Answers one request of the window. It never rejects: every failure is a coded error. */
export type Dispatch = (channel: unknown, input: unknown) => Promise<Envelope>;

/**
 * Parses what comes in, asks the rules, calls the one handler, parses what goes out. Of an unexpected error the
 * answer has only an id to find it by in the log.
 */
export function createDispatch(parts: DispatchParts): Dispatch {
  const { handlers, rules, log, newLogId } = parts;
  const unexpected = (channel: RequestChannel, error: unknown): AppError => {
    const logId = newLogId();
    log.error('request.unexpected-error', { logId, channel, ...errorTrace(error) });
    return { code: 'internal', message: texts.unexpected({ id: logId }) };
  };

  const answer = async (channel: unknown, input: unknown): Promise<Envelope> => {
    const known = requestChannels.find((name) => name === channel);
    if (known === undefined) return badRequest(texts.unknownRequest());
    const { input: inputSchema, output: outputSchema } = requestContract[known];
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) return badRequest(texts.malformed({ request: known }));
    try {
      requirePermissions(known, parsed.data, rules.get());
      const handler = handlers[known] as (input: unknown) => unknown;
      return { ok: true, value: outputSchema.parse(await handler(parsed.data)) };
    } catch (error) {
      return { ok: false, error: knownFailureOf(error)?.toAppError() ?? unexpected(known, error) };
    }
  };
  return async (channel, input) => {
    const envelope = await answer(channel, input);
    return parts.hidesEmail() ? withoutEmail(envelope) : envelope;
  };
}

function badRequest(message: string): Envelope {
  return { ok: false, error: { code: 'bad-request', message } };
}
