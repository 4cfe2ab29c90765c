import { createServer, type IncomingMessage } from 'node:http';

import { defaultAccounts } from '../../electron/testing/issuer/accounts.ts';
import { closeServer, listenOnLoopback } from '../../electron/testing/issuer/loopback-server.ts';
import { bundleReply, type Cloud, type Reply } from './cloud.ts';
import { startExchange } from './exchange.ts';

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
  /** The address of a service (`chatgpt_base_url`) with these rules of the workspace. */
  serve(cloud: Cloud | null): {
    readonly url: string;
    /** Whether the rules were asked for. */
    readonly wasAsked: () => boolean;
  };
  /** What a program needs to be told so that it can exchange a workload identity. */
  readonly exchange: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startBackend(): Promise<Backend> {
  const clouds: { readonly cloud: Cloud | null; wasAsked: boolean }[] = [];
  const waiting = new Map<string, (request: ModelRequest) => void>();
  let runs = 0;
  let timesAsked = 0;
  const note = ({ url = '', headers }: IncomingMessage): void => {
    const [, run] = /^\/run\/(\d+)\/responses/.exec(url) ?? [];
    if (run !== undefined) waiting.get(run)?.({ authorization: headers.authorization ?? null });
  };
  const server = createServer((request, response) => {
    note(request);
    request.resume();
    const { url = '' } = request;
    if (url.endsWith('/whoami')) timesAsked += 1;
    const [, at] = /^\/cloud\/(\d+)\/.*\/config\/bundle$/.exec(url) ?? [];
    const served = at === undefined ? undefined : clouds[Number(at)];
    if (served) served.wasAsked = true;
    const reply = served?.cloud ? bundleReply(served.cloud) : replyTo(url);
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply.body));
  });
  server.on('upgrade', (request, socket) => {
    note(request);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  const origin = await listenOnLoopback(server, 0);
  const exchange = await startExchange(replyOfService);
  return {
    origin,
    exchange: exchange.env,
    expect: () => {
      const run = String((runs += 1));
      const request = new Promise<ModelRequest>((resolve) => waiting.set(run, resolve));
      return { url: `${origin}/run/${run}`, request };
    },
    timesAsked: () => timesAsked,
    serve: (cloud) => {
      const served = { cloud, wasAsked: false };
      const at = clouds.push(served) - 1;
      return { url: `${origin}/cloud/${at}/backend-api`, wasAsked: () => served.wasAsked };
    },
    close: async () => {
      await exchange.close();
      await closeServer(server);
    },
  };
}

/** What the service behind personal access tokens answers, and that of workspaces without rules. */
function replyTo(url: string): Reply {
  const [, plan = 'pro', answer] = /^(?:\/(\w+))?\/whoami\/(\w+)\/v1\//.exec(url) ?? [];
  switch (answer) {
    case undefined:
      return replyOfService(url);
    case 'refused':
      return { status: 401, body: {} };
    case 'failing':
      return { status: 500, body: {} };
    default: {
      const body = {
        email: 'pat@example.com',
        chatgpt_user_id: 'user-pat',
        chatgpt_account_id: answer === 'empty' ? '' : answer,
        chatgpt_plan_type: plan,
        chatgpt_account_is_fedramp: false,
      };
      return { status: 200, body };
    }
  }
}

function replyOfService(url: string): Reply {
  if (url.endsWith('/config/bundle')) return { status: 200, body: {} };
  // Without it an app-server does not say who is signed in, nor does the terminal interface start.
  if (!url.includes('/accounts/check')) return { status: 404, body: {} };
  const workspaces = defaultAccounts.flatMap(({ workspaceId }) => workspaceId ?? []);
  const accounts = ['W', 'X', 'Y', ...workspaces].map((id) => ({
    id,
    workspace_backend_origin: 'https://chatgpt.com',
    account_routing_override: 'NO_CONSTRAINT',
  }));
  return { status: 200, body: { accounts, account_ordering: [], default_account_id: 'W' } };
}

/** The fixture: a backend that ends with the test. */
export async function withBackend(
  // Playwright wants a pattern here, also where nothing is taken.
  {}: object,
  use: (backend: Backend) => Promise<void>,
): Promise<void> {
  const backend = await startBackend();
  await use(backend);
  await backend.close();
}
