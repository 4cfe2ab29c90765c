import { z } from 'zod';

import { codexServerTexts as texts } from '../../shared/texts/codex-server.ts';
import { parseJson } from '../base/json.ts';
import { withinTime } from '../base/time-limit.ts';
import type { Delay } from '../ports.ts';
import type { CodexConnection } from './codex-connection.ts';
import {
  codexMethods,
  type CodexAnswerTo,
  type CodexMethod,
  type CodexParams,
} from './codex-methods.ts';

export type CodexErrorCode =
  /** The server could not do it. */
  | 'refused'
  /** It does not do such a thing: another version, or rules of its own. */
  | 'unsupported'
  | 'timed-out'
  /** It ended, or was never there. */
  | 'ended'
  /** Its answer is not what this method answers. */
  | 'unexpected';

/** Why a Codex server did not answer. The message has nothing of what the server said. */
export class CodexServerError extends Error {
  readonly code: CodexErrorCode;
  /** The HTTP status that the server says it got, where it says one. */
  readonly status: number | null;

  constructor(code: CodexErrorCode, message: string, status: number | null = null) {
    super(message);
    this.name = 'CodexServerError';
    this.code = code;
    this.status = status;
  }
}

const messageSchema = z.looseObject({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().optional(),
  error: z.looseObject({ code: z.number().catch(0), message: z.string().catch('') }).optional(),
  result: z.unknown().optional(),
});

// JSON-RPC 2.0 section 5.1.
const invalidRequest = -32600;
const methodNotFound = -32601;

/**
 * Asks a Codex server (`codex app-server`) by its JSON-RPC, which leaves `jsonrpc` out. Whatever
 * the server asks in turn, such as for new tokens, is answered with an error.
 */
export class CodexClient {
  readonly #connection: CodexConnection;
  readonly #delay: Delay;
  readonly #waiting = new Map<number, (message: z.infer<typeof messageSchema> | null) => void>();
  #lastId = 0;
  #isClosed = false;

  private constructor(connection: CodexConnection, delay: Delay) {
    this.#connection = connection;
    this.#delay = delay;
    connection.onMessage((message) => this.#take(message));
    void connection.closed.then(() => {
      this.#isClosed = true;
      for (const settle of this.#waiting.values()) settle(null);
      this.#waiting.clear();
    });
  }

  /** Introduces itself. Closes the connection where that fails. @throws {CodexServerError} */
  static async open(
    connection: CodexConnection,
    { version, delay }: { readonly version: string; readonly delay: Delay },
  ): Promise<CodexClient> {
    const client = new CodexClient(connection, delay);
    try {
      await client.ask('initialize', {
        clientInfo: { name: 'gatehouse', title: 'Gatehouse', version },
        capabilities: { experimentalApi: true },
      });
    } catch (error) {
      await connection.close();
      throw error;
    }
    connection.send(JSON.stringify({ method: 'initialized' }));
    return client;
  }

  /** Asks one thing, within its time. @throws {CodexServerError} */
  async ask<Method extends CodexMethod>(
    method: Method,
    params: CodexParams[Method],
  ): Promise<CodexAnswerTo<Method>> {
    const { answer, limitMs } = codexMethods[method];
    const id = (this.#lastId += 1);
    const arrived = new Promise<z.infer<typeof messageSchema> | null>((resolve) => {
      if (this.#isClosed) resolve(null);
      else this.#waiting.set(id, resolve);
    });
    this.#connection.send(JSON.stringify({ id, method, params }));
    const ended = Symbol('ended');
    const settled = await withinTime(
      arrived.then((message) => message ?? ended),
      limitMs,
      this.#delay,
    );
    this.#waiting.delete(id);
    if (settled === null) {
      throw new CodexServerError('timed-out', texts.timedOut({ method }));
    }
    if (typeof settled === 'symbol') {
      throw new CodexServerError('ended', texts.ended({ method }));
    }
    if (settled.error !== undefined) {
      const { code, message } = settled.error;
      const isUnsupported = code === invalidRequest || code === methodNotFound;
      const refused = isUnsupported ? 'unsupported' : 'refused';
      throw new CodexServerError(refused, texts.refused({ method }), statusIn(message));
    }
    const shaped = answer.safeParse(settled.result);
    if (shaped.success) return shaped.data as CodexAnswerTo<Method>;
    throw new CodexServerError('unexpected', texts.unexpected({ method }));
  }

  /** Ends the connection by closing its input. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  #take(text: string): void {
    const shaped = messageSchema.safeParse(parseJson(text));
    if (!shaped.success) return;
    const { id, method } = shaped.data;
    if (id === undefined) return;
    if (method !== undefined) {
      const error = { code: methodNotFound, message: 'Gatehouse answers no requests.' };
      this.#connection.send(JSON.stringify({ id, error }));
      return;
    }
    if (typeof id !== 'number') return;
    this.#waiting.get(id)?.(shaped.data);
    this.#waiting.delete(id);
  }
}

/** From such as "failed: 401 Unauthorized; content-type=..." or "request failed (HTTP 404)". */
function statusIn(message: string): number | null {
  const [, failed, http] = /failed: ([1-5]\d\d)\b|\bHTTP ([1-5]\d\d)\b/.exec(message) ?? [];
  const status = failed ?? http;
  return status === undefined ? null : Number(status);
}
