import { randomBytes } from 'node:crypto';

import type { JsonObject } from '../auth/auth-record.ts';
import { AuthSession, type AuthSessionParts } from '../auth/auth-session.ts';
import { endpointsFromEnvironment, type Endpoints } from '../auth/endpoints.ts';
import { PauseFile, RefusalFile } from '../store/note-file.ts';
import { KeptFolder } from '../store/kept-folder.ts';
import { KeptSignIns, type KeptSignInsParts } from '../store/kept-sign-ins.ts';
import { capturedLog, type CapturedLog } from './captured-log.ts';
import { codexHomeInTest, type CodexHome } from './codex-home.ts';
import { dayMs, testNow } from './credentials.ts';
import { directNetwork } from './network/direct-network.ts';
import { faultyStore, type FaultyStore } from './faulty-store.ts';
import { ada } from './issuer/accounts.ts';
import type { EmbeddedIssuer, TokenSet } from './issuer/embedded-issuer.ts';
import { issuerInTest, steppedClock } from './issuer/issuer-in-test.ts';
import type { EmbeddedIssuerOptions } from './issuer/issuer-options.ts';
import { storeInTest } from './store-in-test.ts';

export interface SessionInTest {
  readonly session: AuthSession;
  readonly home: CodexHome;
  readonly store: FaultyStore;
  readonly log: CapturedLog;
}

/** Endpoints of an issuer that a person has configured. */
export function endpointsAt(issuer: string): Endpoints {
  const result = endpointsFromEnvironment({ GATEHOUSE_ISSUER: issuer });
  if (!result.ok) throw new TypeError(result.message);
  return result.endpoints;
}

/** A session over a real auth.json; without an issuer nobody answers. */
export async function openSession(
  home: CodexHome,
  parts: Partial<AuthSessionParts> = {},
): Promise<SessionInTest> {
  const now = parts.now ?? (() => testNow);
  const log = capturedLog();
  const store = faultyStore(storeInTest(home.folder).store);
  const session = await AuthSession.open({
    witness: { see: () => Promise.resolve() },
    store,
    log,
    now,
    http: directNetwork.http,
    // Whoever issued the tokens of a test, none of them leaves the machine.
    endpoints: {
      ...endpointsAt('http://127.0.0.1:9'),
      refreshUrlOverride: 'http://127.0.0.1:9/oauth/token',
    },
    guard: (work) => work(),
    refusals: new RefusalFile(home.authFile),
    pauses: new PauseFile(home.authFile),
    kept: keptSignInsIn(home, { now, log }),
    randomBytes,
    delay: () => Promise.resolve(),
    ...parts,
  });
  return { session, home, store, log };
}

/** The kept sign-ins of a folder; those of a keyring are sealed with nothing here. */
export function keptSignInsIn(
  home: CodexHome,
  parts: Pick<KeptSignInsParts, 'now' | 'log'>,
): KeptSignIns {
  const seal = {
    close: (text: string) => Promise.resolve(text),
    open: (sealed: string) => Promise.resolve(sealed),
  };
  return new KeptSignIns({ files: new KeptFolder(home.folder), seal, ...parts });
}

export interface SignedInSession extends SessionInTest {
  readonly issuer: EmbeddedIssuer;
  /** The tokens that Ada was signed in with. */
  readonly tokens: TokenSet;
  readonly clock: ReturnType<typeof steppedClock>;
  /** What another session needs to be over the same issuer and clock. */
  readonly parts: Partial<AuthSessionParts>;
  /** Another session over the same auth.json, as another program would have. */
  readonly another: () => Promise<AuthSession>;
  /** Requests to the token endpoint so far. */
  readonly refreshRequests: () => number;
}

export interface SignedInOptions {
  readonly issuer?: EmbeddedIssuerOptions;
  /** Seconds; an hour unless given. Under 300 the token is due for a refresh. */
  readonly accessTokenLifetimeSeconds?: number;
  /** Changes to the document as it was found on disk. */
  readonly members?: JsonObject;
}

/** Ada is signed in at a real issuer, and a session has loaded her auth.json. */
export async function signedInSession(options: SignedInOptions = {}): Promise<SignedInSession> {
  const clock = steppedClock(testNow);
  const issuer = await issuerInTest({ clock: clock.now, ...options.issuer });
  const { accessTokenLifetimeSeconds = 3600 } = options;
  const tokens = await issuer.issueTokens(ada, { accessTokenLifetimeSeconds });
  const home = await codexHomeInTest({
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens,
    last_refresh: new Date(testNow - dayMs).toISOString(),
    ...options.members,
  });
  const parts = { now: clock.now, endpoints: endpointsAt(issuer.origin) };
  return {
    ...(await openSession(home, parts)),
    issuer,
    tokens,
    clock,
    parts,
    another: async () => (await openSession(home, parts)).session,
    refreshRequests: () => issuer.requests.filter(({ endpoint }) => endpoint === 'token').length,
  };
}
