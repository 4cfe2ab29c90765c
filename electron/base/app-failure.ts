import type { TriedSignIn } from '../../shared/wording/broken-rule.ts';
import type { AppError, AppErrorCode } from '../../shared/app-error.ts';

/** Why a command did not come about. The message is for people and never holds a secret. */
export class AppFailure extends Error {
  readonly code: AppErrorCode;
  /** Who has signed in, where that is what is wrong; null for everything else. */
  readonly tried: TriedSignIn | null;

  constructor(
    code: AppErrorCode,
    message: string,
    options?: ErrorOptions & { readonly tried?: TriedSignIn },
  ) {
    super(message, options);
    this.name = 'AppFailure';
    this.code = code;
    this.tried = options?.tried ?? null;
  }

  toAppError(): AppError {
    return { code: this.code, message: this.message };
  }
}
