import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import { accountIdOf, accountOfRecord } from '../saved-accounts/account-of-record.ts';
import type { NoticeBoard } from './notice-board.ts';

/** Takes what was said of a switch back as soon as somebody else is signed in, or nobody. */
export function takeBackWithAccount(
  session: Pick<AuthSession, 'get' | 'onChange'>,
  notices: Pick<NoticeBoard, 'remove'>,
): void {
  let inUse = whoseOf(session.get());
  session.onChange(() => {
    const now = whoseOf(session.get());
    if (now === inUse) return;
    inUse = now;
    notices.remove('switched', 'accounts-done', 'kept-sign-in');
  });
}

function whoseOf(credential: Credential): string | null {
  const record = storedRecordOf(credential);
  const account = record && accountOfRecord(record);
  return account && accountIdOf(account);
}
