import type { DoctorCheck } from '../../shared/doctor.ts';
import type { TokenCheckFacts } from './doctor-facts.ts';

/** Whether the tokens of a ChatGPT sign-in can be used and refreshed. */
export function tokenCheck({ problem, refusal }: TokenCheckFacts): DoctorCheck {
  const check = { id: 'tokens', title: 'Tokens of the sign-in' } as const;
  if (refusal !== null) {
    const { issuer, code, at } = refusal;
    return {
      ...check,
      status: 'fail',
      detail: `${issuer} refused the refresh token for good on ${new Date(at).toISOString()} (${code}).`,
      action: signInAgain,
    };
  }
  if (problem === null) {
    return { ...check, status: 'pass', detail: 'Nothing is known against them.', action: null };
  }
  const { code, message } = problem;
  switch (code) {
    case 'refresh-failed':
      return { ...check, status: 'fail', detail: message, action: signInAgain };
    case 'refresh-token-missing': {
      const detail = 'The sign-in has no refresh token and ends with its access token.';
      return { ...check, status: 'warn', detail, action: signInAgain };
    }
    case 'token-expired': {
      const detail = 'The access token has run out. Codex cannot work until it is refreshed.';
      return { ...check, status: 'warn', detail, action: 'Run: gatehouse refresh' };
    }
    case 'record-incomplete':
      return {
        ...check,
        status: 'warn',
        detail: message,
        action: 'Run: gatehouse refresh --force',
      };
    case 'tokens-unsaved':
      return { ...check, status: 'warn', detail: message, action: 'Run: gatehouse refresh' };
  }
}

const signInAgain = 'Sign in again: gatehouse login';
