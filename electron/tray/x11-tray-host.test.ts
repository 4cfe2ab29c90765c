import { expect, it } from 'vitest';

import { askX11ForTray, findCookie } from './x11-tray-host.ts';

function field(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text, 'latin1')]);
}

function entry(display: string, name: string, data: string): Buffer {
  return Buffer.concat([Buffer.from([1, 0]), ...['host', display, name, data].map(field)]);
}

it('finds the cookie of the display', () => {
  const authority = Buffer.concat([
    entry('0', 'MIT-MAGIC-COOKIE-1', 'other display'),
    entry('1', 'XDM-AUTHORIZATION-1', 'other kind'),
    entry('1', 'MIT-MAGIC-COOKIE-1', 'the cookie'),
  ]);
  expect(findCookie(authority, '1')?.toString()).toBe('the cookie');
});

it('takes an entry for any display', () => {
  expect(findCookie(entry('', 'MIT-MAGIC-COOKIE-1', 'any'), '7')?.toString()).toBe('any');
});

it('finds nothing in an empty or a cut-off file', () => {
  expect(findCookie(Buffer.alloc(0), '0')).toBeNull();
  expect(findCookie(entry('0', 'MIT-MAGIC-COOKIE-1', 'x').subarray(0, 9), '0')).toBeNull();
});

it.runIf(process.platform === 'linux')(
  'does not know of a display that is gone, whatever its file of authorities is',
  async () => {
    for (const authority of ['/nowhere', '/proc/self/status', '/dev/zero', '/tmp', '']) {
      const env = { DISPLAY: ':59999', XAUTHORITY: authority };
      await expect(askX11ForTray(env, '/nowhere')).resolves.toBe('unknown');
    }
  },
);
