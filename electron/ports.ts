// What decisions and owners need from the outside. `electron/adapters/` implements it.

/** Milliseconds since the Unix epoch. */
export type Now = () => number;

/** Waits; rejects at once when the signal aborts, before or while it waits. */
export type Delay = (delayMs: number, signal: AbortSignal) => Promise<void>;

/** Fit for secrets. */
export type RandomBytes = (size: number) => Uint8Array;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Canonical, such as "Internal Server Error". */
  readonly statusText: string;
  readonly body: string;
  /** `Retry-After` (RFC 9110 section 10.2.3), in milliseconds from now. */
  readonly retryAfterMs?: number;
  /** `Date` (RFC 9110 section 6.6.1), in milliseconds since the epoch, to the second. */
  readonly date?: number;
}

/**
 * Sends one request and reads the whole answer. Redirects are not followed, since a token would
 * travel with them. @throws {HttpError} where there is no answer to read.
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

export type HttpErrorCode = 'unreachable' | 'timed-out' | 'aborted' | 'redirected' | 'too-large';

/** There is no answer. The message names no more than the origins of server and proxy. */
export class HttpError extends Error {
  readonly code: HttpErrorCode;
  readonly fact: string;
  /** What to do about it, as a sentence; null where that is not known. */
  readonly advice: string | null;
  /** Whether surely nothing of the request has reached the server. */
  readonly isUnsent: boolean;

  constructor(code: HttpErrorCode, fact: string, advice: string | null = null, isUnsent = false) {
    super(advice === null ? fact : `${fact} ${advice}`);
    this.name = 'HttpError';
    this.code = code;
    this.fact = fact;
    this.advice = advice;
    this.isUnsent = isUnsent;
  }

  beforeSending(): HttpError {
    return new HttpError(this.code, this.fact, this.advice, true);
  }
}

/** The system's proxies for an address, as a PAC script answers: "PROXY proxy.example:8080; DIRECT". */
export type SystemProxy = (target: URL) => Promise<string>;

/** Values must not hold secrets; the adapter redacts as a last resort. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Opens a page in the browser; false where there is none. */
export type OpenBrowser = (url: string) => Promise<boolean>;
