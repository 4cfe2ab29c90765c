import { describe, expect, it } from 'vitest';

import { CodexServerError, type CodexClient } from '../codex-server/codex-client.ts';
import { askServer, holderOfAnswer } from './server-answer.ts';

type Answer = Parameters<typeof holderOfAnswer>[0];

const nobody = { email: null, userId: null, accountId: null, id: null };
const account = { type: 'chatgpt', email: 'ada@example.com', planType: null, workspaceName: null };
const asAda: Answer = {
  account,
  userId: 'user-ada',
  workspaceRouting: { chatgptAccountId: 'W' },
  requiresOpenaiAuth: true,
};

describe('whom an answer names', () => {
  it.each<readonly [string, Partial<Answer>, object]>([
    [
      'a person',
      {},
      { kind: 'chatgpt', email: 'ada@example.com', userId: 'user-ada', accountId: 'W', id: null },
    ],
    [
      'a person without a workspace',
      { workspaceRouting: null },
      { kind: 'chatgpt', accountId: null },
    ],
    ['nobody', { account: null }, { kind: 'nobody', ...nobody }],
    ['a key', { account: { ...account, type: 'apiKey' } }, { kind: 'apiKey', ...nobody }],
    ['Bedrock', { account: { ...account, type: 'amazonBedrock' } }, { kind: 'bedrock', ...nobody }],
    ['another kind', { account: { ...account, type: 'passkey' } }, { kind: 'other', ...nobody }],
    ['an address of two lines', { account: { ...account, email: 'a\nb' } }, { email: null }],
    [
      'an address that turns round',
      { account: { ...account, email: 'a\u202eb' } },
      { email: null },
    ],
  ])('%s', (_name, changes, holder) => {
    expect(holderOfAnswer({ ...asAda, ...changes })).toMatchObject(holder);
  });

  it('is not said where the model provider needs no sign-in', () => {
    expect(holderOfAnswer({ ...asAda, account: null, requiresOpenaiAuth: false })).toBeNull();
    expect(holderOfAnswer({ ...asAda, requiresOpenaiAuth: false })).toMatchObject({
      kind: 'chatgpt',
    });
  });
});

/** A server that answers, or refuses, what is asked. */
function clientFor(answers: Readonly<Record<string, readonly unknown[]>>) {
  const left = new Map(Object.entries(answers).map(([method, list]) => [method, [...list]]));
  const client: Pick<CodexClient, 'ask'> = {
    ask: (method) => {
      const answer = left.get(method)?.shift();
      return answer === undefined
        ? Promise.reject(new CodexServerError('refused', `Codex refused ${method}.`))
        : Promise.resolve(answer as never);
    },
  };
  return client;
}

const status = (type: string) => ({ thread: { status: { type } } });

describe('a server', () => {
  it.each([
    [[], [], false],
    [['a'], [status('idle')], false],
    [['a', 'b'], [status('idle'), status('active')], true],
    [['a', 'b'], [status('idle')], null],
  ])('with the conversations %j is at work: %#', async (data, threads, isBusy) => {
    const answers = { 'account/read': [asAda], 'thread/loaded/list': [{ data }] };
    const client = clientFor({ ...answers, 'thread/read': threads });
    expect(await askServer(client)).toMatchObject({ who: { email: 'ada@example.com' }, isBusy });
  });

  it('that does not tell of conversations says whom it uses all the same', async () => {
    expect(await askServer(clientFor({ 'account/read': [asAda] }))).toMatchObject({ isBusy: null });
  });

  it('that does not say whom it uses says nothing', async () => {
    expect(await askServer(clientFor({}))).toBeNull();
  });
});
