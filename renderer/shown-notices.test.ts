import { describe, expect, it } from 'vitest';

import type { Notice } from '../shared/app-state.ts';
import { appState, savedAccounts } from '../shared/testing/app-state.ts';
import { shownNotices } from './shown-notices.ts';

const notice = (id: Notice['id'], severity: Notice['severity'], message: string): Notice => ({
  id,
  severity,
  title: id,
  message,
  action: 'dismiss',
  actionLabel: 'Dismiss',
});
const notices = [
  notice('kept-removed', 'info', 'Removed.'),
  notice('accounts-done', 'success', 'Done.'),
  notice('store-exposed', 'warning', 'Others can read it.'),
  notice('switch-refused', 'error', 'The key is gone.'),
];
const ids = (...given: Parameters<typeof shownNotices>) =>
  shownNotices(...given).map(({ id }) => id);

describe('the notices above the account', () => {
  it('are those that somebody should read, the worst first', () => {
    const app = appState({ notices });
    expect(ids(app, 'home')).toEqual(['switch-refused', 'store-exposed', 'kept-removed']);
    expect(ids(app, 'policy')).toEqual([]);
  });

  it('leave it to the saved accounts to say why they cannot be opened', () => {
    const problem = { code: 'key-gone', message: 'The key is gone.' } as const;
    const app = appState({ notices, accounts: savedAccounts({ problem }) });
    expect(ids(app, 'home')).toEqual(['store-exposed', 'kept-removed']);
    // They are not on these pages.
    expect(ids(app, 'methods')).toContain('switch-refused');
    const failed = { code: 'denied', message: '' } as const;
    const signIn = { kind: 'failed', method: 'browser', error: failed } as const;
    expect(ids({ ...app, signIn }, 'home')).toContain('switch-refused');
  });
});
