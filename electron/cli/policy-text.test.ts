import { describe, expect, it } from 'vitest';

import type { Credential } from '../auth/credential.ts';
import { reportOn } from '../testing/policy-reports.ts';
import { policyText } from './policy-text.ts';

const lockedAway: Credential = {
  kind: 'unusable',
  problem: { code: 'keyring-unavailable', message: 'There is no keyring.' },
};

describe('the text of a report', () => {
  it('says that a sign-in cannot be judged, and why', () => {
    const files = { managed: 'forced_login_method = "chatgpt"' };
    const text = policyText(reportOn(files, { credential: lockedAway }), false);
    expect(text).toContain(
      'Error: it cannot be judged whether the sign-in here meets the policies.',
    );
    expect(text).toContain('There is no keyring.');
  });
});
