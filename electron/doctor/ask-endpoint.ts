import { tokenRequestHeaders } from '../auth/token-endpoint.ts';
import { statusOf } from '../base/http-answer.ts';
import { HttpError, type HttpClient, type Now } from '../ports.ts';
import type { EndpointAnswer } from './route-facts.ts';

/** For one question of the doctor. */
export const askTimeoutMs = 10_000;

export interface AskedEndpoint {
  readonly answer: EndpointAnswer;
  /** Milliseconds that this machine is ahead; null where no time was sent. */
  readonly clockAheadMs: number | null;
}

export interface AskingParts {
  readonly http: HttpClient;
  readonly now: Now;
  readonly originator: string;
}

/** As a refresh is sent, but empty: what lies between here and the endpoint treats both alike. */
export async function askEndpoint(
  url: string,
  { http, now, originator }: AskingParts,
): Promise<AskedEndpoint> {
  const askedAt = now();
  try {
    const answer = await http({
      method: 'POST',
      url,
      headers: tokenRequestHeaders(originator),
      body: '{}',
      timeoutMs: askTimeoutMs,
    });
    const status = statusOf(answer);
    // The server wrote its time at some moment in between, cut to the second.
    const clockAheadMs =
      answer.date === undefined ? null : (askedAt + now()) / 2 - (answer.date + 500);
    const isServerError = answer.status >= 500;
    return { answer: { kind: 'answered', status, isServerError }, clockAheadMs };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { code, fact, advice } = error;
    return { answer: { kind: 'failed', code, fact, advice }, clockAheadMs: null };
  }
}
