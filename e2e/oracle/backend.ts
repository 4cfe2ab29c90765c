import { createServer, type IncomingMessage } from 'node:http';

import { closeServer, listenOnLoopback } from '../../electron/testing/issuer/loopback-server.ts';

/** What a request of the Codex CLI to the model was sent with: the header, or null for none. */
interface ModelRequest {
  readonly authorization: string | null;
}

/** The one server of a run: it says whose a personal access token is, and sees who asks the model. */
export interface Backend {
  readonly origin: string;
  /** The address for one run of the CLI, and its first request there. */
  expect(): { readonly url: string; readonly request: Promise<ModelRequest> };
  /** How often it was asked whose a personal access token is. */
  timesAsked(): number;
  close(): Promise<void>;
}

export async function startBackend(): Promise<Backend> {
  const waiting = new Map<string, (request: ModelRequest) => void>();
  let runs = 0;
  let timesAsked = 0;
  const note = ({ url = '', headers }: IncomingMessage): void => {
    const [, run] = /^\/run\/(\d+)\/responses/.exec(url) ?? [];
    if (run !== undefined) waiting.get(run)?.({ authorization: headers.authorization ?? null });
  };
  const server = createServer((request, response) => {
    note(request);
    if (request.url?.endsWith('/whoami') === true) timesAsked += 1;
    request.resume();
    const reply = replyTo(request.url ?? '');
    const [, failure = ''] = /^\/whoami\/(refused|failing)\//.exec(request.url ?? '') ?? [];
    const status = failure === 'failing' ? 500 : failure === 'refused' ? 401 : 404;
    response.writeHead(reply === null ? status : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply ?? {}));
  });
  server.on('upgrade', (request, socket) => {
    note(request);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  const origin = await listenOnLoopback(server, 0);
  return {
    origin,
    expect: () => {
      const run = String((runs += 1));
      const request = new Promise<ModelRequest>((resolve) => waiting.set(run, resolve));
      return { url: `${origin}/run/${run}`, request };
    },
    timesAsked: () => timesAsked,
    close: () => closeServer(server),
  };
}

/** What the service behind a personal access token, and that of workspaces, answer. */
function replyTo(url: string): unknown {
  const [, workspace] = /^\/whoami\/(\w+)\/v1\//.exec(url) ?? [];
  if (workspace !== undefined && !['refused', 'failing'].includes(workspace)) {
    return {
      email: 'pat@example.com',
      chatgpt_user_id: 'user-pat',
      chatgpt_account_id: workspace === 'empty' ? '' : workspace,
      chatgpt_plan_type: 'pro',
      chatgpt_account_is_fedramp: false,
    };
  }
  // Without it an app-server does not say who is signed in, nor does the terminal interface start.
  if (url.includes('/accounts/check')) {
    const accounts = ['W', 'X', 'Y'].map((id) => ({
      id,
      workspace_backend_origin: 'https://chatgpt.com',
      account_routing_override: 'NO_CONSTRAINT',
    }));
    return { accounts, account_ordering: [], default_account_id: 'W' };
  }
  return url.includes('/wham/config/bundle') ? {} : null;
}
