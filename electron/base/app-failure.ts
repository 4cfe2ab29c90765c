import type { AppError, AppErrorCode } from '../../shared/app-error.ts';

/** Why a command did not come about. The message is for people and never holds a secret. */
export class AppFailure extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppFailure';
    this.code = code;
  }

  toAppError(): AppError {
    return { code: this.code, message: this.message };
  }
}
