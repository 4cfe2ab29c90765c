import { expect, it } from 'vitest';

import type { TokenProblem } from '../../shared/app-state.ts';
import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import { signInStateOf } from './account-state.ts';

const problem = (code: TokenProblem['code']) => chatgptAccount({}, { code, message: '' });
const offline = appState({ backgroundRefresh: { kind: 'offline', at: 0 } });
const { restrictions } = appState();
const violated = { ...offline, restrictions: { ...restrictions, verdict: 'violated' as const } };
const unknown = { ...offline, restrictions: { ...restrictions, verdict: 'unknown' as const } };

it.each([
  ['signedIn', chatgptAccount(), appState()],
  ['offline', chatgptAccount(), offline],
  ['attention', problem('tokens-unsaved'), offline],
  ['ranOut', problem('token-expired'), offline],
  ['needsSignIn', problem('refresh-failed'), offline],
  ['needsSignIn', problem('refresh-token-missing'), appState()],
  ['blocked', problem('refresh-failed'), violated],
  ['unjudged', problem('refresh-failed'), unknown],
] as const)('is %s (%#)', (standing, account, app) => {
  expect(signInStateOf(account, app)).toBe(standing);
});
