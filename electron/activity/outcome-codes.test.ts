import { describe, expect, it } from 'vitest';

import { activityOutcomeSchema } from '../../shared/activity.ts';
import { appErrorCodes } from '../../shared/app-error.ts';
import { permanentFailure, transientFailure } from '../auth/refresh-failure.ts';
import type { RefreshOutcome } from '../auth/token-refresh.ts';
import { failedSignInCode, refreshCode, signOutCode } from './outcome-codes.ts';

const failed = (failure: Extract<RefreshOutcome, { kind: 'failed' }>['failure']) =>
  ({ kind: 'failed', failure }) as const;

describe('a refresh is recorded', () => {
  it.each<[RefreshOutcome, string | null]>([
    [{ kind: 'refreshed' }, 'done'],
    [{ kind: 'adopted' }, 'adopted'],
    [{ kind: 'fresh' }, null],
    [{ kind: 'notApplicable' }, null],
    [failed(permanentFailure('reused')), 'failed:reused'],
    [failed(transientFailure('', 'offline')), 'offline'],
    [failed(transientFailure('', 'unsaved')), 'unsaved'],
    [failed(transientFailure('', 'locked')), 'failed:locked'],
    [failed(transientFailure('503')), 'failed:for-now'],
  ])('%j as %s', (outcome, code) => {
    expect(refreshCode(outcome)).toBe(code);
    if (code !== null) expect(activityOutcomeSchema.parse(code)).toBe(code);
  });
});

const whole = { kind: 'signedOut', keptCopy: null, mayRemain: false } as const;
const left = { ...whole, unreached: ['the keyring'], mayRemain: true } as const;

it.each([
  [{ ...whole, removed: true, unreached: [], revocation: null }, 'done'],
  [{ ...whole, removed: true, unreached: [], revocation: { kind: 'revoked' } }, 'done'],
  [{ ...left, removed: true, revocation: null }, 'partly'],
  [
    { ...whole, removed: true, unreached: [], revocation: { kind: 'failed', message: '' } },
    'partly',
  ],
  [{ ...whole, removed: false, unreached: [], revocation: null }, 'nothing'],
  [{ ...left, removed: false, revocation: null }, 'failed:unreached'],
  [{ ...whole, removed: true, unreached: ['there is no keyring'], revocation: null }, 'done'],
  [{ kind: 'changed', revocation: null }, 'failed:changed'],
] as const)('a sign-out is recorded: %j as %s', (outcome, code) => {
  expect(signOutCode(outcome)).toBe(code);
});

it.each(appErrorCodes)('a sign-in that failed by "%s" fits the log, or is no attempt', (error) => {
  const code = failedSignInCode(error);
  if (code === null)
    expect([
      'cancelled',
      'bad-request',
      'api-key-empty',
      'api-key-invalid',
      'another-account',
    ]).toContain(error);
  else expect(activityOutcomeSchema.parse(code)).toBe(code);
});
