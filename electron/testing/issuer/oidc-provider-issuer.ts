import { IncomingMessage, createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import { exportJWK } from 'jose';
import type Provider from 'oidc-provider';
import type { Configuration, JWK } from 'oidc-provider';
import { defaultAccounts } from './accounts.ts';
import type { IssuerAccount } from './accounts.ts';
import { codexClientId, knownScopes } from './client.ts';
import { closeServer, listenOnLoopback } from './loopback-server.ts';
import type { EmbeddedIssuer, TokenSet } from './embedded-issuer.ts';
import { formMediaType, jsonMediaType, readRequest, textParam } from './http-exchange.ts';
import type { IssuerRequest } from './http-exchange.ts';
import { chooseAccountThroughPages } from './oidc-provider-pages.ts';
import { pageReply } from './pages.ts';
import { beginSignIn, redeem } from './plain-client.ts';
import { logEntry } from './request-log.ts';
import type { EndpointName, LoggedRequest } from './request-log.ts';
import { createSecretLedger } from './secret-ledger.ts';
import type { SecretLedger } from './secret-ledger.ts';
import { authClaim, authClaimsOf, profileClaim, signingKey } from './token-mint.ts';

const resource = 'https://api.openai.com/v1';
const connectorScopes = 'api.connectors.read api.connectors.invoke';
const dayInSeconds = 24 * 3600;

export interface OidcProviderIssuerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly accounts?: readonly IssuerAccount[];
  /** Ten days unless given. */
  readonly accessTokenLifetimeSeconds?: number;
}

/**
 * A second opinion: the `oidc-provider` library at OpenAI's paths. It knows neither the device API
 * nor API keys, ignores `allowed_workspace_id`, refuses refreshes with 400 `invalid_grant` and
 * always revokes the family of a refresh token that is shown twice.
 */
export interface OidcProviderIssuer extends Pick<
  EmbeddedIssuer,
  'origin' | 'requests' | 'secrets' | 'close'
> {
  readonly issueTokens: (account: IssuerAccount) => Promise<TokenSet>;
}

function redirectUris(): string[] {
  return ['127.0.0.1', 'localhost', '[::1]'].flatMap((host) =>
    [1455, 1457].map((port) => `http://${host}:${port}/auth/callback`),
  );
}

function claimsOf(account: IssuerAccount): Record<string, unknown> {
  return {
    email: account.email,
    email_verified: true,
    name: account.name,
    [authClaim]: authClaimsOf(account),
  };
}

function configuration(
  accounts: readonly IssuerAccount[],
  privateJwk: JWK,
  accessTokenLifetimeSeconds: number,
): Configuration {
  // The library's account id, and so `sub`, is what was typed into its sign-in page.
  const byEmail = (email: string) => accounts.find((account) => account.email === email);
  return {
    clients: [
      {
        client_id: codexClientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: redirectUris(),
      },
    ],
    jwks: { keys: [privateJwk] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      revocation: '/oauth/revoke',
      jwks: '/jwks',
    },
    pkce: { required: () => true },
    scopes: [...knownScopes],
    claims: { openid: ['sub', authClaim], email: ['email', 'email_verified'], profile: ['name'] },
    // OpenAI puts the claims of all scopes into the ID token.
    conformIdTokenClaims: false,
    findAccount(_ctx, email) {
      const account = byEmail(email);
      if (account === undefined) return undefined;
      return { accountId: email, claims: () => ({ sub: email, ...claimsOf(account) }) };
    },
    extraTokenClaims(_ctx, token) {
      const account = 'accountId' in token ? byEmail(String(token.accountId)) : undefined;
      if (account === undefined) return undefined;
      return {
        [profileClaim]: { email: account.email, email_verified: true },
        [authClaim]: authClaimsOf(account),
      };
    },
    issueRefreshToken: (_ctx, _client, code) => code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    renderError(ctx, { error }) {
      ctx.type = 'html';
      ctx.body = pageReply({ title: 'This sign-in does not work', text: error }).body;
    },
    ttl: {
      AccessToken: accessTokenLifetimeSeconds,
      AuthorizationCode: 60,
      Grant: 30 * dayInSeconds,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 30 * dayInSeconds,
      Session: dayInSeconds,
    },
    features: {
      devInteractions: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
      // Only tokens for a resource are JWTs; the others would be opaque.
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: connectorScopes,
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenLifetimeSeconds,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

const silent = { info: () => {}, warn: () => {} };

/** The library announces on the console that this is no production set-up; it is meant not to be. */
async function withoutNotices<Value>(work: () => Value | Promise<Value>): Promise<Value> {
  const { info, warn } = console;
  Object.assign(console, silent);
  try {
    return await work();
  } finally {
    Object.assign(console, { info, warn });
  }
}

/** Remembers what the library hands out, and keeps its pages from loading fonts from afar. */
function watchReplies(provider: Provider, ledger: SecretLedger): void {
  provider.use(async (ctx, next) => {
    await next();
    ctx.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    const body: unknown = ctx.body;
    if (typeof body === 'object' && body !== null)
      for (const name of ['id_token', 'access_token', 'refresh_token']) {
        const token = textParam({ ...body }, name);
        if (token !== undefined) ledger.remember(token);
      }
    const location = ctx.response.get('location');
    const code = URL.canParse(location) ? new URL(location).searchParams.get('code') : null;
    if (code !== null) ledger.remember(code);
  });
}

const endpoints: Readonly<Record<string, EndpointName>> = {
  '/.well-known/openid-configuration': 'discovery',
  '/jwks': 'jwks',
  '/oauth/authorize': 'authorize',
  '/oauth/token': 'token',
  '/oauth/revoke': 'revoke',
};

/** Turns what Codex sends into what the library takes, and leaves the rest as it is. */
function translated(message: IncomingMessage, request: IssuerRequest): IncomingMessage {
  const replay = new IncomingMessage(message.socket);
  const url = new URL(request.url);
  // OpenID Connect Core section 11 wants consent for offline_access; OpenAI does not ask for it.
  if (url.pathname === '/oauth/authorize') url.searchParams.set('prompt', 'consent');
  let { body } = request;
  const headers = { ...message.headers };
  if (request.mediaType === jsonMediaType) {
    const texts = Object.entries(request.params).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    body = new URLSearchParams(texts).toString();
    headers['content-type'] = formMediaType;
  }
  if (body !== '') headers['content-length'] = String(Buffer.byteLength(body));
  replay.method = request.method;
  replay.url = `${url.pathname}${url.search}`;
  replay.headers = headers;
  replay.push(body);
  replay.push(null);
  // Otherwise Node takes it for a broken request and closes the socket.
  replay.complete = true;
  return replay;
}

/** A whole sign-in through the library's pages: it has no other way to issue tokens. */
async function issueTokens(origin: string, account: IssuerAccount): Promise<TokenSet> {
  const signIn = beginSignIn(origin);
  const callback = await chooseAccountThroughPages(signIn.link, account.email);
  const { status, body } = await redeem(origin, signIn, callback);
  if (status !== 200) throw new Error(`the code was refused with status ${status}`);
  const member = (name: string) => textParam(body, name) ?? '';
  return {
    id_token: member('id_token'),
    access_token: member('access_token'),
    refresh_token: member('refresh_token'),
    account_id: account.accountId ?? account.workspaceId,
  };
}

async function privateSigningJwk(): Promise<JWK> {
  const { privateKey, kid } = await signingKey();
  return { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
}

/** Starts the library on 127.0.0.1. Its pages take any password. */
export async function startOidcProviderIssuer(
  options: OidcProviderIssuerOptions = {},
): Promise<OidcProviderIssuer> {
  const {
    port = 0,
    accounts = defaultAccounts,
    accessTokenLifetimeSeconds = 10 * dayInSeconds,
  } = options;
  const privateJwk = await privateSigningJwk();
  const { default: ProviderClass } = await withoutNotices(() => import('oidc-provider'));
  const server = createServer();
  const origin = await listenOnLoopback(server, port);
  const provider = await withoutNotices(
    () =>
      new ProviderClass(origin, configuration(accounts, privateJwk, accessTokenLifetimeSeconds)),
  );
  const ledger = createSecretLedger();
  watchReplies(provider, ledger);
  const requests: LoggedRequest[] = [];
  const listener = provider.callback();

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message, origin);
    requests.push(logEntry(request, endpoints[request.url.pathname], Date.now()));
    const verifier = textParam(request.params, 'code_verifier');
    if (verifier !== undefined) ledger.remember(verifier);
    await listener(translated(message, request), response);
  }

  server.on('request', (message, response) => {
    answer(message, response).catch(() => message.socket.resetAndDestroy());
  });
  return {
    origin,
    requests,
    secrets: () => ledger.all(),
    issueTokens: (account) => issueTokens(origin, account),
    close: () => closeServer(server),
  };
}
