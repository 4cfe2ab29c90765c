import { inBrackets, shownCode, type ShownCode } from '../auth/error-codes.ts';
import { AppFailure } from '../base/app-failure.ts';

const ownFault =
  'The sign-in service did not accept what Gatehouse asked for. Update Gatehouse, or sign in with a device code.';
const serviceFault =
  'The sign-in service has a problem of its own. Wait a few minutes, then try again.';
const unknownReason =
  'The sign-in service gave no reason that Gatehouse knows. Try again, or sign in with a device code.';

/** What a person can do; a code without a sentence is treated as unknown. */
const sentences: Partial<Record<ShownCode, string>> = {
  access_denied:
    'You or your administrator declined the sign-in. Try again and allow access; if you did, ask your administrator for access to Codex.',
  invalid_request: ownFault,
  unauthorized_client: ownFault,
  unsupported_response_type: ownFault,
  invalid_scope: ownFault,
  invalid_request_uri: ownFault,
  invalid_request_object: ownFault,
  request_not_supported: ownFault,
  request_uri_not_supported: ownFault,
  registration_not_supported: ownFault,
  server_error: serviceFault,
  temporarily_unavailable: serviceFault,
  login_required:
    'You are not signed in to ChatGPT in your browser. Sign in there, then try again.',
  interaction_required:
    'The sign-in service needs an answer from you in the browser. Try again and answer what it asks.',
  account_selection_required: 'No account was chosen. Try again and choose one in the browser.',
  consent_required: 'The sign-in needs your consent. Try again and allow access in the browser.',
};

/**
 * For an `error` of RFC 6749 section 4.1.2.1 or OpenID Connect Core 1.0 section 3.1.2.6. The
 * description is not quoted, since anybody can have written it.
 */
export function describeDenial(errorCode: string, description: string | null): AppFailure {
  const code = shownCode(errorCode);
  if (code === 'missing_codex_entitlement') return notEntitled();
  if (code === 'access_denied' && description?.includes('missing_codex_entitlement')) {
    return notEntitled();
  }
  const sentence = (code === null ? undefined : sentences[code]) ?? unknownReason;
  return new AppFailure(
    code === 'access_denied' ? 'denied' : 'callback-invalid',
    `${sentence}${inBrackets(code)}`,
  );
}

function notEntitled(): AppFailure {
  return new AppFailure(
    'not-entitled',
    'Codex is not enabled for your workspace. Contact your workspace administrator to request access to Codex.',
  );
}
