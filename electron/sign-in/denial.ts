import { redact } from '../auth/redact.ts';
import { oneLine } from './one-line.ts';
import { SignInError } from './sign-in-error.ts';

/**
 * The error of an authorization that was answered with `error` (RFC 6749
 * section 4.1.2.1). Sentences of codex-rs/login/src/server.rs.
 */
export function describeDenial(errorCode: string, description: string | null): SignInError {
  if (errorCode === 'access_denied' && description?.includes('missing_codex_entitlement')) {
    return notEntitled();
  }
  return new SignInError(
    errorCode === 'access_denied' ? 'denied' : 'callback-invalid',
    `Sign-in failed: ${oneLine(redact(description ?? errorCode))}`,
  );
}

export function notEntitled(): SignInError {
  return new SignInError(
    'not-entitled',
    'Codex is not enabled for your workspace. Contact your workspace administrator to request access to Codex.',
  );
}
