import { z } from 'zod';

import { shownCode } from '../auth/error-codes.ts';
import { AppFailure } from '../base/app-failure.ts';
import { parseJson } from '../base/json.ts';
import { errorCodeOf } from '../auth/refresh-failure.ts';
import { describeStatus, isSuccess } from '../base/http-answer.ts';
import type { HttpResponse } from '../ports.ts';
import { describeDenial } from './denial.ts';

export interface DeviceCode {
  /** Secret: whoever has it can fetch the tokens. */
  readonly deviceAuthId: string;
  readonly userCode: string;
  readonly intervalMs: number;
}

export type DeviceAnswer =
  | { readonly kind: 'authorized'; readonly code: string; readonly codeVerifier: string }
  /** Nothing is known of the code yet. */
  | {
      readonly kind: 'pending';
      /** Milliseconds that the server wants to be left alone for. */
      readonly putOffMs?: number;
      /** What was in the way of an answer, as a sentence. */
      readonly trouble?: string;
    }
  | { readonly kind: 'slowDown' }
  | { readonly kind: 'refused'; readonly error: AppFailure };

export type DeviceAuthorization = Extract<DeviceAnswer, { kind: 'authorized' }>;

// Shown in a window and in a terminal, so nothing that could steer one.
const userCodeSchema = z.string().regex(/^[\x20-\x7e]{1,64}$/);

const deviceCodeSchema = z
  .looseObject({
    device_auth_id: z.string().min(1),
    user_code: userCodeSchema.optional(),
    usercode: userCodeSchema.optional(),
    interval: z.unknown().optional(),
  })
  .transform((device) => ({ ...device, userCode: device.user_code ?? device.usercode }));

/** The code that was asked for, or null where the answer has none. */
export function readDeviceCode(body: string): DeviceCode | null {
  const parsed = deviceCodeSchema.safeParse(parseJson(body));
  if (!parsed.success || parsed.data.userCode === undefined) return null;
  const { device_auth_id: deviceAuthId, userCode, interval } = parsed.data;
  return { deviceAuthId, userCode, intervalMs: pollIntervalMs(interval) };
}

/**
 * Time between two polls: the decimal string of seconds that the server sends,
 * kept within 1 s and 60 s; 5 s where it sends none or nothing readable (RFC 8628
 * section 3.2). Upstream polls without pause then.
 */
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
 * What a poll says. Only an answer that speaks of the code ends the wait: a success with an
 * authorization, or a refusal (400 to 499) by a known code, those of RFC 8628 section 3.5 among
 * them. 403 and 404 mean that the person has not answered, as does every other answer: the
 * defect of a server, a proxy's page and a redirect say nothing about the code.
 */
export function deviceAnswer(response: HttpResponse): DeviceAnswer {
  if (isSuccess(response)) {
    const parsed = authorizationSchema.safeParse(parseJson(response.body));
    if (!parsed.success) return { kind: 'pending', trouble: 'The last answer cannot be used.' };
    const { authorization_code: code, code_verifier: codeVerifier } = parsed.data;
    return { kind: 'authorized', code, codeVerifier };
  }
  const { status, retryAfterMs: putOffMs = 0 } = response;
  const trouble = `The sign-in service last answered with ${describeStatus(response)}.`;
  const inTheWay: DeviceAnswer = { kind: 'pending', putOffMs, trouble };
  if (status < 400 || status > 499) return inTheWay;
  const code: string = shownCode(errorCodeOf(response.body)) ?? '';
  switch (code) {
    case 'slow_down':
      return { kind: 'slowDown' };
    case 'access_denied':
    case 'missing_codex_entitlement':
      return { kind: 'refused', error: describeDenial(code, null) };
    case 'expired_token':
    case 'deviceauth_expired':
      return {
        kind: 'refused',
        error: new AppFailure(
          'timed-out',
          `The device code has expired. Ask for a new one. (${code})`,
        ),
      };
    case 'invalid_grant':
      return {
        kind: 'refused',
        error: new AppFailure(
          'timed-out',
          `The device code is not valid any more. Ask for a new one. (${code})`,
        ),
      };
    case 'authorization_pending':
    case 'deviceauth_authorization_pending':
      return { kind: 'pending' };
    default:
      if (status === 403 || status === 404) return { kind: 'pending' };
      return status === 429 && putOffMs === 0 ? { kind: 'slowDown' } : inTheWay;
  }
}
