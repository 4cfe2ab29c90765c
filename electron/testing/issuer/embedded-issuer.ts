import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IssuerAccount } from './accounts.ts';
import { createAuthorizationCodes } from './authorization-codes.ts';
import { createBrowserSessions } from './browser-sessions.ts';
import { codexClientId, knownScopes } from './client.ts';
import { createDeviceGrants } from './device-grants.ts';
import { createFaultQueue, playFault } from './faults.ts';
import type { Fault, FaultQueue, ScriptedFault } from './faults.ts';
import { readRequest, sendReply } from './http-exchange.ts';
import type { Reply } from './http-exchange.ts';
import { parseIssuerOptions } from './issuer-options.ts';
import type { EmbeddedIssuerOptions, IssuerSettings } from './issuer-options.ts';
import type { IssuerState } from './issuer-state.ts';
import { closeServer, listenOnLoopback } from './loopback-server.ts';
import { createRefreshFamilies, type LiveRefreshToken } from './refresh-families.ts';
import { grantOf, logEntry } from './request-log.ts';
import type { LoggedRequest } from './request-log.ts';
import { createRoutes } from './routes.ts';
import type { FindRoute } from './routes.ts';
import { createSecretLedger } from './secret-ledger.ts';
import { createTokenMint, signingKey } from './token-mint.ts';
import type { SigningKey, TokenOverrides } from './token-mint.ts';

/** Shaped like the `tokens` member of auth.json, so that a test can seed one. */
export interface TokenSet {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly account_id: string;
}

export interface SeedOverrides extends TokenOverrides {
  readonly refreshTokenLifetimeSeconds?: number;
}

/** A running authorization server on 127.0.0.1 with OpenAI's paths. */
export interface EmbeddedIssuer {
  /** For example `http://127.0.0.1:40213`, without a slash at the end. */
  readonly origin: string;
  /** Every request so far, oldest first. Grows while the issuer runs. */
  readonly requests: readonly LoggedRequest[];
  /** A sign-in that needs no pages. Its refresh token works at the token endpoint. */
  readonly issueTokens: (account: IssuerAccount, overrides?: SeedOverrides) => Promise<TokenSet>;
  /** How many requests showed a refresh token that had been redeemed before. */
  readonly reuses: () => number;
  /** The refresh tokens that would be redeemed now, and whose they are. */
  readonly liveRefreshTokens: () => readonly LiveRefreshToken[];
  /** Every token, code, key, PKCE verifier and device handle so far, for leak scans. */
  readonly secrets: () => string[];
  /** Makes a coming request fail. Several faults are met in the order given. */
  readonly fail: (next: Fault) => ScriptedFault;
  /** Lets hanging requests go, breaks every connection and frees the port. */
  readonly close: () => Promise<void>;
}

function createState(origin: string, settings: IssuerSettings, key: SigningKey): IssuerState {
  const ledger = createSecretLedger();
  const now = settings.clock;
  const { accessTokenLifetimeSeconds, revokeFamilyOnReuse } = settings;
  return {
    origin,
    settings,
    ledger,
    mint: createTokenMint({ key, origin, ledger, now, accessTokenLifetimeSeconds }),
    families: createRefreshFamilies({ ledger, now, revokeFamilyOnReuse }),
    codes: createAuthorizationCodes({ ledger, now }),
    devices: createDeviceGrants({ ledger, now }),
    sessions: createBrowserSessions(origin),
  };
}

/** The life of one request: log it, let it take effect or fail as scripted, answer. */
function createListener(
  state: IssuerState,
  findRoute: FindRoute,
  faults: FaultQueue,
  requests: LoggedRequest[],
) {
  async function answer(message: IncomingMessage): Promise<Reply | 'connection-reset'> {
    const request = await readRequest(message, state.origin);
    const { endpoint, handle } = findRoute(request);
    requests.push(logEntry(request, endpoint, state.settings.clock()));
    const takeEffect = () => Promise.resolve(handle(request));
    const fault = endpoint && faults.take(endpoint, grantOf(endpoint, request));
    return fault === undefined ? takeEffect() : playFault(fault, takeEffect, state.mint);
  }

  return (message: IncomingMessage, response: ServerResponse): void => {
    answer(message).then(
      (reply) => {
        if (reply === 'connection-reset') message.socket.resetAndDestroy();
        else sendReply(response, reply);
      },
      () => message.socket.resetAndDestroy(),
    );
  };
}

async function issueTokens(
  state: IssuerState,
  account: IssuerAccount,
  overrides: SeedOverrides,
): Promise<TokenSet> {
  const { refreshTokenLifetimeSeconds, ...tokenOverrides } = overrides;
  const scope = knownScopes.join(' ');
  const family = state.families.open({
    account,
    clientId: codexClientId,
    scope,
    lifetimeSeconds: refreshTokenLifetimeSeconds ?? state.settings.refreshTokenLifetimeSeconds,
  });
  const { idToken, accessToken } = await state.mint.mint({
    ...tokenOverrides,
    account,
    clientId: codexClientId,
    scope,
    familyId: family.id,
  });
  return {
    id_token: idToken,
    access_token: accessToken,
    refresh_token: state.families.issue(family),
    account_id: account.accountId ?? account.workspaceId,
  };
}

/**
 * Starts the issuer that tests and the demo sign in against. It keeps everything in memory and
 * prints nothing.
 *
 * @throws ZodError for options out of range; a system error such as EADDRINUSE for the port.
 */
export async function startEmbeddedIssuer(
  options: EmbeddedIssuerOptions = {},
): Promise<EmbeddedIssuer> {
  const settings = parseIssuerOptions(options);
  // Before listening: from the first connection on there is someone to answer.
  const key = await signingKey();
  const server = createServer();
  const origin = await listenOnLoopback(server, settings.port);
  const state = createState(origin, settings, key);
  const faults = createFaultQueue();
  const requests: LoggedRequest[] = [];
  server.on('request', createListener(state, createRoutes(state), faults, requests));

  return {
    origin,
    requests,
    issueTokens: (account, overrides = {}) => issueTokens(state, account, overrides),
    reuses: () => state.families.reuses(),
    liveRefreshTokens: () => state.families.live(),
    secrets: () => state.ledger.all(),
    fail: (next) => faults.add(next),
    async close() {
      faults.releaseAll();
      await closeServer(server);
    },
  };
}
