import { randomUUID } from 'node:crypto';
import type { IssuerAccount } from './accounts.ts';
import { codexClientId, isRegisteredRedirect, knownScopes } from './client.ts';
import { redirectReply, textParam } from './http-exchange.ts';
import type { IssuerRequest, Reply } from './http-exchange.ts';
import { accountByEmail, isEntitled } from './issuer-state.ts';
import type { IssuerState } from './issuer-state.ts';
import { accountChooser, pageReply } from './pages.ts';
import { isS256Challenge } from './pkce.ts';

export const authorizePath = '/oauth/authorize';
export const choosePath = '/oauth/authorize/choose';

interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly scope: string;
  readonly codeChallenge: string;
  readonly nonce: string | undefined;
  /** Empty = every workspace. */
  readonly allowedWorkspaceIds: readonly string[];
}

export interface AuthorizationEndpoint {
  /** The page with the accounts, or the reason why there is none. */
  readonly show: (request: IssuerRequest) => Reply;
  /** A button of that page was pressed. */
  readonly choose: (request: IssuerRequest) => Reply;
}

/** RFC 6749 section 4.1.2.1: no redirect to an address that is not known to be the client's. */
function refusalPage(text: string): Reply {
  return pageReply({ status: 400, title: 'This sign-in link does not work', text });
}

function repeatedParameter(query: URLSearchParams): string | undefined {
  return [...new Set(query.keys())].find((name) => query.getAll(name).length > 1);
}

/** The first thing wrong with a request whose redirect URI may be trusted. */
function protocolError(query: URLSearchParams): { error: string; description: string } | undefined {
  const invalid = (description: string) => ({ error: 'invalid_request', description });
  const repeated = repeatedParameter(query);
  if (repeated !== undefined) return invalid(`${repeated} is repeated`);
  if (query.get('response_type') !== 'code')
    return { error: 'unsupported_response_type', description: 'response_type must be code' };
  if (!query.get('state')) return invalid('state is required');
  if (query.get('code_challenge_method') !== 'S256')
    return invalid('code_challenge_method must be S256');
  if (!isS256Challenge(query.get('code_challenge') ?? ''))
    return invalid('code_challenge must be a SHA-256 in base64url');
  const scopes = (query.get('scope') ?? '').split(' ');
  if (!scopes.includes('openid') || scopes.some((scope) => !knownScopes.includes(scope)))
    return { error: 'invalid_scope', description: 'scope needs openid and known names only' };
  return undefined;
}

function parse(query: URLSearchParams): AuthorizationRequest {
  const workspaces = query.get('allowed_workspace_id') ?? '';
  return {
    redirectUri: query.get('redirect_uri') ?? '',
    state: query.get('state') ?? '',
    scope: query.get('scope') ?? '',
    codeChallenge: query.get('code_challenge') ?? '',
    nonce: query.get('nonce') ?? undefined,
    allowedWorkspaceIds: workspaces.split(',').filter((id) => id !== ''),
  };
}

export function createAuthorizationEndpoint(state: IssuerState): AuthorizationEndpoint {
  /** Requests that wait for the person, by the number in their page's form. */
  const pending = new Map<string, AuthorizationRequest>();

  function answer(
    request: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
    params: Readonly<Record<string, string>>,
  ): Reply {
    const location = new URL(request.redirectUri);
    for (const [name, value] of Object.entries(params)) location.searchParams.set(name, value);
    if (request.state !== '') location.searchParams.set('state', request.state);
    // RFC 9207: names who answers.
    location.searchParams.set('iss', state.origin);
    return redirectReply(location);
  }

  function isOffered(request: AuthorizationRequest, account: IssuerAccount): boolean {
    return (
      state.settings.ignoreWorkspaceRestriction ||
      request.allowedWorkspaceIds.length === 0 ||
      request.allowedWorkspaceIds.includes(account.workspaceId)
    );
  }

  function show(request: IssuerRequest): Reply {
    const query = request.url.searchParams;
    if (query.getAll('client_id').join() !== codexClientId)
      return refusalPage('The client is not known here.');
    const redirectUri = query.getAll('redirect_uri').join();
    if (!isRegisteredRedirect(redirectUri, state.settings.anyPort))
      return refusalPage('The redirect_uri is not registered for this client.');
    const problem = protocolError(query);
    const parsed = parse(query);
    if (problem !== undefined)
      return answer(parsed, { error: problem.error, error_description: problem.description });

    const id = randomUUID();
    pending.set(id, parsed);
    const { session, setCookie } = state.sessions.open(request);
    return pageReply({
      title: 'Choose an account',
      text: 'to continue to Codex. No password is asked for.',
      setCookie,
      content: accountChooser({
        action: choosePath,
        fields: { request: id, session },
        accounts: state.settings.accounts,
        isOffered: (account) => isOffered(parsed, account),
      }),
    });
  }

  function choose(request: IssuerRequest): Reply {
    const { params } = request;
    const id = textParam(params, 'request') ?? '';
    const authorization = pending.get(id);
    if (authorization === undefined || !state.sessions.owns(request, textParam(params, 'session')))
      return refusalPage('This page is out of date. Start again from the application.');
    const account = accountByEmail(state, textParam(params, 'account'));
    const denied = textParam(params, 'deny') !== undefined;
    if (!denied && (account === undefined || !isOffered(authorization, account)))
      return refusalPage('That account cannot be used here.');
    pending.delete(id);
    if (denied || account === undefined) return answer(authorization, { error: 'access_denied' });
    if (!isEntitled(account))
      return answer(authorization, {
        error: 'access_denied',
        error_description: 'missing_codex_entitlement',
      });
    const { redirectUri, codeChallenge, scope, nonce } = authorization;
    const code = state.codes.issue({
      account,
      clientId: codexClientId,
      redirectUri,
      codeChallenge,
      scope,
      nonce,
    });
    return answer(authorization, { code });
  }

  return { show, choose };
}
