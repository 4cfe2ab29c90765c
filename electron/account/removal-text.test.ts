import { expect, it } from 'vitest';

import { testNow } from '../testing/credentials.ts';
import { removalText } from './removal-text.ts';

it('tells a help desk the sentence, the rule and where it is set', () => {
  const removal = {
    message: 'API key login is required, but ChatGPT is currently being used. Logging out.',
    rule: 'forced_login_method',
    source: '/home/ada/.codex/config.toml',
    line: 3,
    column: 1,
    at: testNow,
  };
  expect(removalText(removal, 'Gatehouse 0.1.0')).toBe(
    `Gatehouse 0.1.0 is about to sign out on this device.
Reason: API key login is required, but ChatGPT is currently being used. Logging out.
Rule: forced_login_method
Set in: /home/ada/.codex/config.toml, line 3, column 1
Removed at: ${new Date(testNow).toISOString()}, unless the rule changes before
`,
  );
  expect(removalText({ ...removal, line: null, column: null }, 'Gatehouse')).toContain(
    'Set in: /home/ada/.codex/config.toml\n',
  );
});
