import { STATUS_CODES } from 'node:http';

import { HttpError, type HttpClient, type HttpErrorCode, type HttpRequest } from '../ports.ts';

/** What the next request meets: an answer, or none. */
export type ScriptedAnswer =
  { readonly status: number; readonly body?: string } | { readonly error: HttpErrorCode };

export interface ScriptedHttp {
  readonly http: HttpClient;
  /** Every request so far. */
  readonly requests: readonly HttpRequest[];
}

/**
 * An {@link HttpClient} without a network, for what a real server cannot be
 * made to do in no time. Every request takes the next answer; one too many throws.
 */
export function scriptedHttp(...answers: readonly ScriptedAnswer[]): ScriptedHttp {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http(request) {
      const answer = answers[requests.length];
      requests.push(request);
      if (answer === undefined) throw new TypeError(`unexpected request to ${request.url}`);
      if ('error' in answer) {
        return Promise.reject(new HttpError(answer.error, `no answer (${answer.error})`));
      }
      const { status, body = '' } = answer;
      return Promise.resolve({ status, statusText: STATUS_CODES[status] ?? '', body });
    },
  };
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown): ScriptedAnswer {
  return { status, body: JSON.stringify(value) };
}
