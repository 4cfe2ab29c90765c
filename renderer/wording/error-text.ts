import type { AppErrorCode } from '../../shared/app-error.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { errorTitleTexts } from '../../shared/texts/error-titles.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';

/** A short title for a coded error; the error's own message says the rest. */
export function errorTitle(code: AppErrorCode): string {
  return isKeyringProblem(code)
    ? keyringProblemTexts.problems[code].title()
    : errorTitleTexts[code]();
}
