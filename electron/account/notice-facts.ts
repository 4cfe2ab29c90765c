import type { NoticeId } from '../../shared/app-state.ts';
import type { Credential } from '../auth/credential.ts';
import { digestOf } from '../saved-accounts/account-of-record.ts';

/** What notices tell of. Each is a mark that changes with its subject, without any secret. */
export interface NoticeFacts {
  /** Whose sign-in is in use. */
  readonly accountInUse: string;
  /** Whether there are any. */
  readonly savedAccounts: string;
  /** Which there are. */
  readonly keptSignIns: string;
}

export interface NoticeSubjects {
  readonly session: Followed<Credential>;
  readonly accounts: Followed<{ readonly entries: readonly unknown[] }>;
  readonly kept: Followed<readonly { readonly id: string }[]>;
}

interface Followed<T> {
  get(): T;
  onChange(listener: () => void): () => void;
}

export function noticeFactsOf({ session, accounts, kept }: NoticeSubjects): NoticeFacts {
  return {
    accountInUse: accountMark(session.get()),
    savedAccounts: accounts.get().entries.length === 0 ? 'none' : 'some',
    keptSignIns: kept
      .get()
      .map(({ id }) => id)
      .join(),
  };
}

type Subject = keyof NoticeFacts;

/** Of what a notice tells, unless of the account in use; of what lasts until it is read: none. */
const subjects: Partial<Record<NoticeId, readonly Subject[]>> = {
  'kept-sign-in': ['accountInUse', 'keptSignIns'],
  'kept-removed': ['accountInUse', 'keptSignIns'],
  'accounts-removal': ['savedAccounts'],
  'kept-copy': [],
  'left-in-keyring': [],
  'storage-failed': [],
  'keyring-wait': [],
};

/** Whether what a notice of an event tells of is still so. */
export function stillHolds(id: NoticeId, then: NoticeFacts, now: NoticeFacts): boolean {
  return (subjects[id] ?? ['accountInUse']).every((subject) => then[subject] === now[subject]);
}

/** The same for the same account, also with other tokens; another for no sign-in. */
function accountMark(credential: Credential): string {
  switch (credential.kind) {
    case 'apiKey':
      return digestOf(credential.origin.apiKey);
    case 'personalAccessToken':
      return digestOf(credential.token);
    case 'chatgpt': {
      const { userId, workspaceId, email } = credential.tokens.claims;
      return JSON.stringify([userId, credential.tokens.accountId ?? workspaceId, email]);
    }
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
    case 'signedOut':
    case 'unusable':
      return credential.kind;
  }
}
