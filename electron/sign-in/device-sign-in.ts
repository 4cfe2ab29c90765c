import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { answerText, misfitText, noAnswerText } from '../auth/service-answer.ts';
import { AppFailure } from '../base/app-failure.ts';
import { isSuccess } from '../base/http-answer.ts';
import { HttpError, type HttpResponse } from '../ports.ts';
import { backOffMs, exchangeCode } from './code-exchange.ts';
import {
  deviceAnswer,
  readDeviceCode,
  type DeviceAnswer,
  type DeviceAuthorization,
  type DeviceCode,
} from './device-answers.ts';
import { requireMethod, requireTokens } from './rule-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { cancelledSignIn, signInFailureOf, throwIfCancelled } from './sign-in-failure.ts';

/** Source: codex-rs/login/src/device_code_auth.rs. */
export const deviceLimitMs = 15 * 60_000;

const requestTimeoutMs = 30_000;

/** Even where a server asks for more: the person is waiting. */
const longestWaitMs = 60_000;

export interface DeviceWait {
  readonly verificationUrl: string;
  readonly userCode: string;
  readonly expiresAt: number;
}

export interface DeviceProgress {
  waiting(wait: DeviceWait): void;
  finishing(): void;
}

/**
 * Signs in by a device code. Like RFC 8628, but a poll gives an authorization code with its
 * verifier. Unlike upstream (codex-rs device_code_auth.rs), it repeats requests to a service that
 * is not ready, and obeys `slow_down` and `Retry-After`.
 * @throws {AppFailure} and nothing was saved.
 */
export async function signInWithDeviceCode(
  deps: SignInDeps,
  progress: DeviceProgress,
  signal: AbortSignal,
): Promise<void> {
  try {
    requireMethod(await deps.rules(), 'chatgpt');
    await deps.requirePlace();
    throwIfCancelled(signal);
    const device = await requestDeviceCode(deps, signal);
    const expiresAt = deps.now() + deviceLimitMs;
    const verificationUrl = `${deps.endpoints.issuer}/codex/device`;
    progress.waiting({ verificationUrl, userCode: device.userCode, expiresAt });
    const { code, codeVerifier } = await pollUntilAuthorized(deps, device, expiresAt, signal);
    progress.finishing();
    const redirectUri = `${deps.endpoints.issuer}/deviceauth/callback`;
    const issued = await exchangeCode(deps, { code, codeVerifier, redirectUri }, signal);
    requireTokens(await deps.rules(), issued.claims);
    // The last moment to cancel: a save is never broken off.
    throwIfCancelled(signal);
    await deps.save({ kind: 'chatgpt', issued, apiKey: null });
  } catch (error) {
    throw signal.aborted ? cancelledSignIn() : signInFailureOf(error);
  }
}

async function requestDeviceCode(deps: SignInDeps, signal: AbortSignal): Promise<DeviceCode> {
  const response = await askForDeviceCode(deps, signal);
  if (response.status === 404) {
    throw new AppFailure('device-code-disabled', texts.deviceCode.disabled());
  }
  if (!isSuccess(response)) {
    const reason = answerText(response);
    throw new AppFailure('network', texts.deviceCode.requestFailed({ reason }));
  }
  const device = readDeviceCode(response.body);
  if (device === null) {
    throw new AppFailure('network', texts.deviceCode.requestFailed({ reason: misfitText() }));
  }
  return device;
}

const mostRequests = 4;

/** Repeated while the service is not ready: a code that nobody enters does no harm. */
async function askForDeviceCode(deps: SignInDeps, signal: AbortSignal): Promise<HttpResponse> {
  const body = { client_id: deps.endpoints.clientId };
  for (let request = 1; ; request += 1) {
    const response = await post(deps, 'usercode', body, requestTimeoutMs, signal);
    const isUnready = response.status === 429 || response.status >= 500;
    if (!isUnready || request === mostRequests) return response;
    const waitMs = backOffMs(request, response.retryAfterMs);
    await deps.delay(Math.min(waitMs, longestWaitMs), signal);
  }
}

async function pollUntilAuthorized(
  deps: SignInDeps,
  device: DeviceCode,
  expiresAt: number,
  signal: AbortSignal,
): Promise<DeviceAuthorization> {
  let intervalMs = device.intervalMs;
  let trouble: string | undefined;
  for (;;) {
    const leftMs = expiresAt - deps.now();
    if (leftMs <= 0) {
      const timedOut = texts.deviceCode.timedOut();
      throw new AppFailure('timed-out', trouble ? `${timedOut} ${trouble}` : timedOut);
    }
    const answer = await poll(deps, device, leftMs, signal);
    if (answer.kind === 'authorized') return answer;
    if (answer.kind === 'failed') throw answer.error;
    if (answer.kind === 'slowDown') intervalMs += 5_000;
    trouble = answer.kind === 'pending' ? answer.trouble : undefined;
    const putOffMs = answer.kind === 'pending' ? Math.min(answer.putOffMs ?? 0, longestWaitMs) : 0;
    const waitMs = Math.max(intervalMs, putOffMs);
    await deps.delay(Math.min(waitMs, Math.max(expiresAt - deps.now(), 0)), signal);
  }
}

async function poll(
  deps: SignInDeps,
  device: DeviceCode,
  leftMs: number,
  signal: AbortSignal,
): Promise<DeviceAnswer> {
  const body = { device_auth_id: device.deviceAuthId, user_code: device.userCode };
  try {
    return deviceAnswer(
      await post(deps, 'token', body, Math.min(requestTimeoutMs, leftMs), signal),
    );
  } catch (error) {
    throwIfCancelled(signal);
    if (!(error instanceof HttpError)) throw error;
    deps.log.warn('sign-in.device-poll-repeated', { code: error.code });
    return { kind: 'pending', trouble: noAnswerText(error) };
  }
}

function post(
  { endpoints, http }: SignInDeps,
  resource: 'usercode' | 'token',
  body: Readonly<Record<string, string>>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return http({
    method: 'POST',
    url: `${endpoints.issuer}/api/accounts/deviceauth/${resource}`,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs,
    signal,
  });
}
