import { expect, it, vi } from 'vitest';

import { whenChanged } from './when-changed.ts';

it('passes on what differs from the value before, and nothing else', () => {
  const apply = vi.fn();
  const pass = whenChanged(apply);
  pass({ label: 'idle' });
  pass({ label: 'idle' });
  pass({ label: 'busy' });
  pass({ label: 'idle' });
  expect(apply.mock.calls).toEqual([[{ label: 'idle' }], [{ label: 'busy' }], [{ label: 'idle' }]]);
});
