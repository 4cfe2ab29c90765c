import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { inBrackets, shownCode, type ShownCode } from '../auth/error-codes.ts';
import { AppFailure } from '../base/app-failure.ts';

/** What a person can do; a code without a sentence is treated as unknown. */
const sentences: Partial<Record<ShownCode, () => string>> = {
  access_denied: texts.denied.declined,
  invalid_request: texts.denied.ownFault,
  unauthorized_client: texts.denied.ownFault,
  unsupported_response_type: texts.denied.ownFault,
  invalid_scope: texts.denied.ownFault,
  invalid_request_uri: texts.denied.ownFault,
  invalid_request_object: texts.denied.ownFault,
  request_not_supported: texts.denied.ownFault,
  request_uri_not_supported: texts.denied.ownFault,
  registration_not_supported: texts.denied.ownFault,
  server_error: texts.denied.serviceFault,
  temporarily_unavailable: texts.denied.serviceFault,
  login_required: texts.denied.loginRequired,
  interaction_required: texts.denied.interactionRequired,
  account_selection_required: texts.denied.noAccountChosen,
  consent_required: texts.denied.consentRequired,
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
  const sentence = (code === null ? undefined : sentences[code]) ?? texts.denied.unknownReason;
  return new AppFailure(
    code === 'access_denied' ? 'denied' : 'callback-invalid',
    `${sentence()}${inBrackets(code)}`,
  );
}

function notEntitled(): AppFailure {
  return new AppFailure('not-entitled', texts.denied.notEntitled());
}
