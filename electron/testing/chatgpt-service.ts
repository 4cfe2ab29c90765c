import { createServer } from 'node:http';

import { defaultAccounts } from './issuer/accounts.ts';
import { closeServer, listenOnLoopback } from './issuer/loopback-server.ts';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface UsageOfPlan {
  /** Percents of the window of five hours, and of the one of a week. */
  readonly used: readonly [number, number];
  /** Seconds since the epoch. */
  readonly resetsAt: readonly [number, number];
  readonly balance?: string;
}

/**
 * A stand-in for the service behind `chatgpt_base_url`, which only accounts of ChatGPT can ask: the
 * names of workspaces, and usage limits, as Codex CLI 0.171.0 reads them.
 */
export interface ChatgptService {
  /** For `chatgpt_base_url`. */
  readonly url: string;
  /** The paths that were asked for so far. */
  readonly asked: string[];
  /** What is sent with the requests, by the names of headers: each once. */
  readonly bearers: Set<string>;
  /** With a status, it refuses; with nothing, it never answers. */
  answerUsage(reply: UsageOfPlan | number | null): void;
  nameWorkspace(id: string, name: string | null): void;
  close(): Promise<void>;
}

export async function startChatgptService(): Promise<ChatgptService> {
  const asked: string[] = [];
  const bearers = new Set<string>();
  const names = new Map<string, string | null>(
    defaultAccounts.map(({ workspaceId, workspaceName = null }) => [workspaceId, workspaceName]),
  );
  let usage: UsageOfPlan | number | null = 404;
  const replyTo = (path: string, account: string): Reply | null => {
    if (path.endsWith('/wham/config/bundle')) return { status: 200, body: {} };
    if (path.endsWith('/wham/accounts/check')) return { status: 200, body: workspaces(names) };
    if (!path.endsWith('/wham/usage')) return { status: 404, body: {} };
    if (usage === null) return null;
    return typeof usage === 'number'
      ? { status: usage, body: { error: { message: 'not now' } } }
      : { status: 200, body: usageBody(usage, account) };
  };
  const server = createServer((request, response) => {
    request.resume();
    const path = (request.url ?? '').replace(/\?.*$/, '');
    asked.push(path);
    bearers.add((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    const account = request.headers['chatgpt-account-id'];
    const reply = replyTo(path, typeof account === 'string' ? account : '');
    if (reply === null) return;
    const { status, body } = reply;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  const origin = await listenOnLoopback(server, 0);
  return {
    url: `${origin}/backend-api`,
    asked,
    bearers,
    answerUsage: (reply) => void (usage = reply),
    nameWorkspace: (id, name) => void names.set(id, name),
    close: () => closeServer(server),
  };
}

function workspaces(names: ReadonlyMap<string, string | null>) {
  const accounts = [...names].map(([id, name]) => ({
    id,
    name,
    // Codex takes no other than one of ChatGPT by https.
    workspace_backend_origin: 'https://chatgpt.com',
    account_routing_override: 'NO_CONSTRAINT',
  }));
  const ids = accounts.map(({ id }) => id);
  return { accounts, account_ordering: ids, default_account_id: ids[0] ?? null };
}

function usageBody({ used, resetsAt, balance }: UsageOfPlan, account: string) {
  const [fiveHours, week] = [300 * 60, 7 * 24 * 3600].map((limit_window_seconds, at) => ({
    limit_window_seconds,
    used_percent: used[at],
    reset_at: resetsAt[at],
    reset_after_seconds: 60,
  }));
  return {
    plan_type: 'pro',
    account_id: account,
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: fiveHours,
      secondary_window: week,
    },
    credits: balance === undefined ? null : { has_credits: true, unlimited: false, balance },
  };
}
