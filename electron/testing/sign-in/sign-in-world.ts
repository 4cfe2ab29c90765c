import { randomBytes } from 'node:crypto';

import type { AppErrorCode } from '../../../shared/app-error.ts';
import type { SignInPurpose } from '../../../shared/saved-accounts.ts';
import { defaultClientId, defaultOriginator, type Endpoints } from '../../auth/endpoints.ts';
import type { SignInGrant } from '../../auth/auth-record.ts';
import { noRules, type KnownRules, type LoginRules } from '../../policy/login-rules.ts';
import type { Log, LogFields } from '../../ports.ts';
import type { SignInDeps, SignInOwnerDeps } from '../../sign-in/sign-in-deps.ts';
import { directNetwork } from '../network/direct-network.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';

/** Everything around a sign-in, with what happened to it. */
export interface SignInWorld {
  readonly deps: SignInOwnerDeps;
  readonly clock: ManualClock;
  readonly saved: SignInGrant[];
  /** What sign-ins were made for, oldest first. */
  readonly purposes: SignInPurpose[];
  /** Sign-ins that nobody wanted. */
  readonly discarded: SignInGrant[];
  /** Why sign-ins came to nothing, oldest first. */
  readonly failures: AppErrorCode[];
  /** Pages that the browser was opened with. */
  readonly opened: string[];
  /** Each log line as one text. */
  readonly logLines: string[];
}

/** A sign-in at this issuer, on any free port, with no rules and a browser that does nothing. */
export function signInWorld(issuer: string, changes: Partial<SignInDeps> = {}): SignInWorld {
  const clock = manualClock();
  const saved: SignInGrant[] = [];
  const purposes: SignInPurpose[] = [];
  const discarded: SignInGrant[] = [];
  const failures: AppErrorCode[] = [];
  const opened: string[] = [];
  const logLines: string[] = [];
  const deps: SignInDeps = {
    endpoints: endpointsOf(issuer),
    http: directNetwork.http,
    now: clock.now,
    delay: clock.delay,
    randomBytes,
    openBrowser: (url) => {
      opened.push(url);
      return Promise.resolve(true);
    },
    checkPeer: () => Promise.resolve({ kind: 'trusted' }),
    userNameOf: () => Promise.resolve(null),
    rules: () => Promise.resolve(rulesOf({})),
    requirePlace: () => Promise.resolve(),
    save: (grant) => {
      saved.push(grant);
      return Promise.resolve();
    },
    failed: (code) => void failures.push(code),
    log: capturingLog(logLines),
    ports: [0],
    ...changes,
  };
  return {
    clock,
    saved,
    purposes,
    discarded,
    failures,
    opened,
    logLines,
    deps: {
      ...deps,
      forPurpose: (purpose) => {
        purposes.push(purpose);
        return deps;
      },
      discard: (grant) => {
        discarded.push(grant);
        return Promise.resolve(true);
      },
    },
  };
}

export function rulesOf(rules: Partial<LoginRules>): KnownRules {
  return { kind: 'known', rules: { ...noRules, ...rules } };
}

function endpointsOf(issuer: string): Endpoints {
  return {
    issuer,
    clientId: defaultClientId,
    originator: defaultOriginator,
    refreshUrlOverride: null,
    revokeUrlOverride: null,
    authApiOverride: null,
  };
}

function capturingLog(lines: string[]): Log {
  const write = (level: string) => (event: string, fields?: LogFields) => {
    lines.push(JSON.stringify({ level, event, ...fields }));
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
