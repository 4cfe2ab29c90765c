/**
 * What decisions and owners need from the outside. Adapters below
 * `electron/adapters/` implement these; tests pass their own.
 */

/** Milliseconds since the Unix epoch. */
export type Now = () => number;

/** Waits; rejects at once when the signal aborts, before or while it waits. */
export type Delay = (delayMs: number, signal: AbortSignal) => Promise<void>;

/** Random bytes fit for secrets. */
export type RandomBytes = (size: number) => Uint8Array;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The whole exchange, body included, must end within this time. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Canonical reason phrase of the status, such as "Internal Server Error". */
  readonly statusText: string;
  readonly body: string;
  /** `Retry-After` (RFC 9110 section 10.2.3) in milliseconds from now, where the server sent it. */
  readonly retryAfterMs?: number;
  /** `Date` (RFC 9110 section 6.6.1) in milliseconds since the epoch, to the second, where the server sent it. */
  readonly date?: number;
}

/**
 * Sends one request and reads the whole answer.
 *
 * Redirects are never followed, since a token would travel with them.
 *
 * @throws {HttpError} where there is no answer to read.
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

export type HttpErrorCode = 'unreachable' | 'timed-out' | 'aborted' | 'redirected' | 'too-large';

/**
 * There is no answer. Its message names origins alone, of the server and of a proxy:
 * never a path, query, body, user name or password.
 */
export class HttpError extends Error {
  readonly code: HttpErrorCode;
  /** What happened, as a sentence. The message has the advice after it. */
  readonly fact: string;
  /** The one thing to do about it, as a sentence; null where that is not known. */
  readonly advice: string | null;
  /** Whether nothing of the request can have reached the server; false where that is not certain. */
  readonly isUnsent: boolean;

  constructor(code: HttpErrorCode, fact: string, advice: string | null = null, isUnsent = false) {
    super(advice === null ? fact : `${fact} ${advice}`);
    this.name = 'HttpError';
    this.code = code;
    this.fact = fact;
    this.advice = advice;
    this.isUnsent = isUnsent;
  }

  /** The same of a request of which nothing was sent. */
  beforeSending(): HttpError {
    return new HttpError(this.code, this.fact, this.advice, true);
  }
}

/**
 * What the proxy settings of the operating system say of an address, in the form of a
 * PAC script's answer, such as "PROXY proxy.example:8080; DIRECT".
 */
export type SystemProxy = (target: URL) => Promise<string>;

/** Structured facts of one log line. Values must not hold secrets; the adapter redacts as a last resort. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Opens a page in the person's browser; false where there is none to open. */
export type OpenBrowser = (url: string) => Promise<boolean>;
