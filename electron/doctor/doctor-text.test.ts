import { expect, it } from 'vitest';

import { doctorText } from './doctor-text.ts';

it('lists every check, and what to do below those that need it', () => {
  const text = doctorText({
    schemaVersion: 1,
    at: '2026-01-01T00:00:00.000Z',
    appVersion: '1.2.3',
    platform: 'linux',
    state: 'fail',
    checks: [
      { id: 'clock', title: 'Clock', status: 'pass', detail: 'It agrees.', action: null },
      {
        id: 'sign-in-port-1455',
        title: 'Port 1455',
        status: 'fail',
        detail: 'Held.',
        action: 'Close it.',
      },
      {
        id: 'environment-proxy',
        title: 'Proxy',
        status: 'warn',
        detail: 'Set.',
        action: 'Unset it.',
      },
      { id: 'store', title: 'File', status: 'skipped', detail: 'Not set.', action: null },
    ],
  });
  expect(text.split('\n')).toEqual([
    'Something is in the way',
    '',
    '  ok    Clock      It agrees.',
    '  FAIL  Port 1455  Held.',
    '                   -> Close it.',
    '  WARN  Proxy      Set.',
    '                   -> Unset it.',
    '  -     File       Not set.',
  ]);
});
