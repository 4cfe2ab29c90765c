import { z } from 'zod';

import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { errorCodeOf, shownCode } from '../auth/error-codes.ts';
import { answerText, misfitText } from '../auth/service-answer.ts';
import { AppFailure } from '../base/app-failure.ts';
import { parseJson } from '../base/json.ts';
import { isSuccess } from '../base/http-answer.ts';
import type { HttpResponse } from '../ports.ts';
import { describeDenial } from './denial.ts';

export interface DeviceCode {
  /** Secret: it is enough to fetch the tokens. */
  readonly deviceAuthId: string;
  readonly userCode: string;
  readonly intervalMs: number;
}

export type DeviceAnswer =
  | { readonly kind: 'authorized'; readonly code: string; readonly codeVerifier: string }
  /** `trouble` is a sentence. */
  | { readonly kind: 'pending'; readonly putOffMs?: number; readonly trouble?: string }
  | { readonly kind: 'slowDown' }
  | { readonly kind: 'failed'; readonly error: AppFailure };

export type DeviceAuthorization = Extract<DeviceAnswer, { kind: 'authorized' }>;

// Printable ASCII, since it is shown in a terminal.
const userCodeSchema = z.string().regex(/^[\x20-\x7e]{1,64}$/);

const deviceCodeSchema = z
  .looseObject({
    device_auth_id: z.string().min(1),
    user_code: userCodeSchema.optional(),
    usercode: userCodeSchema.optional(),
    interval: z.unknown().optional(),
  })
  .transform((device) => ({ ...device, userCode: device.user_code ?? device.usercode }));

/** The code in an answer, or null. */
export function readDeviceCode(body: string): DeviceCode | null {
  const parsed = deviceCodeSchema.safeParse(parseJson(body));
  if (!parsed.success || parsed.data.userCode === undefined) return null;
  const { device_auth_id: deviceAuthId, userCode, interval } = parsed.data;
  return { deviceAuthId, userCode, intervalMs: pollIntervalMs(interval) };
}

/** From the server's seconds: 1 to 60, and 5 where they cannot be read (RFC 8628 section 3.2). */
export function pollIntervalMs(interval: unknown): number {
  const text = typeof interval === 'number' ? String(interval) : interval;
  const seconds = typeof text === 'string' && /^\s*\d+\s*$/.test(text) ? Number(text) : 0;
  return seconds === 0 ? 5_000 : Math.min(seconds, 60) * 1000;
}

const authorizationSchema = z.looseObject({
  authorization_code: z.string().min(1),
  code_verifier: z.string().min(1),
});

/**
 * Only an authorization, or a refusal by a known code (RFC 8628 section 3.5), ends the wait: with
 * 403 and 404 the person has not answered, and faults of servers say nothing about the code.
 */
export function deviceAnswer(response: HttpResponse): DeviceAnswer {
  if (isSuccess(response)) {
    const parsed = authorizationSchema.safeParse(parseJson(response.body));
    if (!parsed.success) return { kind: 'pending', trouble: misfitText() };
    const { authorization_code: code, code_verifier: codeVerifier } = parsed.data;
    return { kind: 'authorized', code, codeVerifier };
  }
  const { status, retryAfterMs: putOffMs = 0 } = response;
  const trouble = answerText(response);
  const inTheWay: DeviceAnswer = { kind: 'pending', putOffMs, trouble };
  if (status < 400 || status > 499) return inTheWay;
  const code: string = shownCode(errorCodeOf(response.body)) ?? '';
  switch (code) {
    case 'slow_down':
      return { kind: 'slowDown' };
    case 'access_denied':
    case 'missing_codex_entitlement':
      return { kind: 'failed', error: describeDenial(code, null) };
    case 'expired_token':
    case 'deviceauth_expired':
      return timedOut(texts.deviceCode.expired({ code }));
    case 'invalid_grant':
      return timedOut(texts.deviceCode.invalid({ code }));
    case 'authorization_pending':
    case 'deviceauth_authorization_pending':
      return { kind: 'pending' };
    default:
      if (status === 403 || status === 404) return { kind: 'pending' };
      return status === 429 && putOffMs === 0 ? { kind: 'slowDown' } : inTheWay;
  }
}

function timedOut(message: string): DeviceAnswer {
  return { kind: 'failed', error: new AppFailure('timed-out', message) };
}
