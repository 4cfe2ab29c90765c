import { expect, it } from 'vitest';

import type { Notice } from '../../shared/app-state.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { ada, chatgptDocument, grace } from '../testing/credentials.ts';
import { openSession } from '../testing/session-in-test.ts';
import { NoticeBoard } from './notice-board.ts';
import { takeBackWithAccount } from './notices-of-account.ts';

const notice = (id: Notice['id']): Notice => {
  return { id, severity: 'info', title: '', message: '', action: 'dismiss', actionLabel: '' };
};
const inLab = { ...ada, workspaceId: 'ws-lab' };

it.each([
  ['another person signs in', chatgptDocument({ person: grace }), []],
  ['the same person signs in to another workspace', chatgptDocument({ person: inLab }), []],
  ['nobody is signed in any more', null, []],
  [
    'the tokens are refreshed',
    chatgptDocument({ tokens: { refresh_token: 'rt-2' } }),
    ['switched'],
  ],
])('a switch is told of no longer than its account is in use: %s', async (_, next, left) => {
  const { home, session } = await openSession(
    await codexHomeInTest(chatgptDocument({ person: ada })),
  );
  const notices = new NoticeBoard();
  takeBackWithAccount(session, notices);
  notices.put(notice('switched'));
  await (next === null ? home.remove() : home.write(next));
  await session.reload();
  expect(notices.get().map(({ id }) => id)).toEqual(left);
});
