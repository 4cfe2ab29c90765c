import { NoticeBoard } from '../account/notice-board.ts';
import type { AuthSession } from '../auth/auth-session.ts';

/** Notices of a program that saves and keeps no sign-ins. */
export function noticesOver(session: Pick<AuthSession, 'get' | 'onChange'>): NoticeBoard {
  const onChange = () => () => {};
  return NoticeBoard.of({
    session,
    accounts: { get: () => ({ entries: [] }), onChange },
    kept: { get: () => [], onChange },
  });
}
