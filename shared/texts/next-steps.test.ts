import { expect, it, onTestFinished } from 'vitest';

import { nextStep, sayNextStepsFor } from './next-steps.ts';

it('a next step is one of the place where it is read', () => {
  onTestFinished(() => sayNextStepsFor('terminal'));
  for (const name of ['plainFiles', 'refresh', 'signInWithChatgpt'] as const) {
    expect(nextStep(name)).toContain('"gatehouse ');
    sayNextStepsFor('window');
    expect(nextStep(name)).not.toContain('gatehouse ');
    sayNextStepsFor('terminal');
  }
});
