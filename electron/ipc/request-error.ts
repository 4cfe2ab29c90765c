import type { AppErrorCode } from '../../shared/app-error.ts';

/** A request that is refused for a reason the person may know. The message never holds a secret. */
export class RequestError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}
