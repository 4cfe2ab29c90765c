import { CodexServerError, type CodexClient } from '../codex-server/codex-client.ts';
import type { CodexAnswerTo } from '../codex-server/codex-methods.ts';
import type { Holder } from './home-history.ts';

/** What a Codex server says of itself. */
export interface ServerAnswer {
  /** Null where it does not say, since its model provider needs no sign-in. */
  readonly who: Holder | null;
  /** Whether it works on something at this moment; null where it did not say. */
  readonly isBusy: boolean | null;
}

type Asking = Pick<CodexClient, 'ask'>;

/** More conversations than these are not asked about. */
const maxThreads = 20;

/** Asks a server whom it uses and whether it is at work; null where it does not say whom. */
export async function askServer(client: Asking): Promise<ServerAnswer | null> {
  try {
    const answer = await client.ask('account/read', { refreshToken: false });
    return { who: holderOfAnswer(answer), isBusy: await isAtWork(client) };
  } catch (error) {
    if (!(error instanceof CodexServerError)) throw error;
    return null;
  }
}

async function isAtWork(client: Asking): Promise<boolean | null> {
  try {
    const { data } = await client.ask('thread/loaded/list', { limit: maxThreads });
    for (const threadId of data.slice(0, maxThreads)) {
      const { thread } = await client.ask('thread/read', { threadId, includeTurns: false });
      if (thread.status.type === 'active') return true;
    }
    return false;
  } catch (error) {
    if (!(error instanceof CodexServerError)) throw error;
    return null;
  }
}

/**
 * Whom an answer names. It tells no keys apart, and of a sign-in that the model provider does not
 * need it says nothing (Codex CLI 0.171.0): null then.
 */
export function holderOfAnswer(answer: CodexAnswerTo<'account/read'>): Holder | null {
  const { account, userId, workspaceRouting, requiresOpenaiAuth } = answer;
  if (account === null && !requiresOpenaiAuth) return null;
  const nobody = { email: null, userId: null, accountId: null, id: null };
  switch (account?.type) {
    case undefined:
      return { kind: 'nobody', ...nobody };
    case 'chatgpt':
      return {
        kind: 'chatgpt',
        email: shownEmail(account.email ?? null),
        userId: userId ?? null,
        accountId: workspaceRouting?.chatgptAccountId ?? null,
        id: null,
      };
    case 'apiKey':
      return { kind: 'apiKey', ...nobody };
    case 'amazonBedrock':
      return { kind: 'bedrock', ...nobody };
    default:
      return { kind: 'other', ...nobody };
  }
}

/** It comes from another program and is shown: no more than an address has. */
function shownEmail(email: string | null): string | null {
  return email !== null && /^[^\s\p{C}]{1,254}$/u.test(email) ? email : null;
}
