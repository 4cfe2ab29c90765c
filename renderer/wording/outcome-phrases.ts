import type { AppState, Notice } from '../../shared/app-state.ts';
import { confirmationTexts as texts } from '../../shared/texts/confirmations.ts';
import { renewedTitle } from './account-phrases.ts';

/** Whether something is under way whose end is confirmed. */
export function isAtWork({ busy, store }: AppState): boolean {
  return busy !== null || isStoreAtWork(store);
}

function isStoreAtWork({ busy }: AppState['store']): boolean {
  return busy === 'moving' || busy === 'choosing';
}

/**
 * What has just succeeded, as a short confirmation; null where nothing has. `before` is the snapshot
 * in front of `after`, and `origin` the last one before what was under way in it began.
 */
export function outcomeText(origin: AppState, before: AppState, after: AppState): string | null {
  const success = after.notices.find(({ severity }) => severity === 'success');
  if (before.signIn.kind === 'finishing' && after.signIn.kind === 'idle') {
    const isUsed = isSignedIn(after) && after.signInFor.purpose === 'use';
    const told = [isUsed ? texts.signedIn() : null, success?.message ?? null];
    return told.filter((text) => text !== null).join(' ') || null;
  }
  if (isCancelled(before, after)) {
    const name = renewedTitle(before.signInFor, after.accounts.accounts);
    return name === null ? texts.cancelled() : texts.cancelledAgain({ name });
  }
  // What a sign-in has done is told at its end.
  if (success && isNew(success, before) && after.signIn.kind !== 'finishing')
    return success.message;
  if (before.busy !== null && after.busy === null) {
    return commandText(before.busy, origin, after);
  }
  return isStoreAtWork(before.store) && after.store.busy === null ? storeText(origin, after) : null;
}

/** That a file has become private; null where it has not. Other changes can bring that about. */
export function privateFileText(before: AppState, after: AppState): string | null {
  const wasExposed = before.notices.some(({ id }) => id === 'store-exposed');
  const isExposed = after.notices.some(({ id }) => id === 'store-exposed');
  const isSame = before.account.kind === after.account.kind && isSignedIn(after);
  return isSame && wasExposed && !isExposed ? texts.fileIsPrivate() : null;
}

/** Whether a sign-in that waited for the person has ended, and nothing has come of it. */
function isCancelled(before: AppState, after: AppState): boolean {
  const { kind } = before.signIn;
  return (
    (kind === 'waitingForBrowser' || kind === 'waitingForDevice') &&
    after.signIn.kind === 'idle' &&
    after.account.kind === before.account.kind &&
    after.accounts.accounts.length === before.accounts.accounts.length
  );
}

function isNew({ id, message }: Notice, { notices }: AppState): boolean {
  return !notices.some((notice) => notice.id === id && notice.message === message);
}

function commandText(
  command: NonNullable<AppState['busy']>,
  before: AppState,
  after: AppState,
): string | null {
  const [was, is] = [before.account, after.account];
  switch (command) {
    case 'refreshing':
      return was.kind === 'chatgpt' &&
        is.kind === 'chatgpt' &&
        was.token.lastRefresh !== is.token.lastRefresh
        ? texts.refreshed()
        : null;
    case 'lookingUp':
      return is.kind === 'personalAccessToken' && is.lookUp !== null ? texts.lookedUp() : null;
    case 'signingOut': {
      // A notice says more of one that was revoked.
      const isTold = after.notices.some(({ id }) => id === 'revocation');
      return is.kind === 'signedOut' && !isTold ? texts.signedOut() : null;
    }
    case 'switchingAccount':
    case 'changingAccount':
    case 'changingKept':
      return null;
  }
}

function storeText(before: AppState, after: AppState): string | null {
  const [was, is] = [before.store.report, after.store.report];
  if (was === null || is === null) return null;
  if (after.notices.some(({ id }) => id === 'storage-failed')) return null;
  if (was.mode !== is.mode || was.active?.kind !== is.active?.kind) {
    return is.active?.kind === 'file' || is.mode === 'file'
      ? texts.storedInFile()
      : texts.storedInKeyring();
  }
  return is.copies.length < was.copies.length ? texts.copyRemoved() : null;
}

function isSignedIn({ account }: AppState): boolean {
  return !['loading', 'signedOut', 'unusable'].includes(account.kind);
}
