import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { americanTime, americanZone, isAmerican } from './american-time.ts';

describe.runIf(process.platform === 'linux')('the region of the person', () => {
  it.each([
    {},
    { LANG: 'C.UTF-8' },
    { LANG: 'en_US.UTF-8' },
    { LANG: 'en_GB.UTF-8' },
    { LANG: 'de_DE.UTF-8', LC_ALL: 'C' },
    { LANG: 'en_US.UTF-8', LC_MESSAGES: 'fr_FR.UTF-8' },
  ])('is that of Node with %j', (env) => {
    const script = 'console.log(Intl.DateTimeFormat().resolvedOptions().locale)';
    const locale = execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
    expect(isAmerican(env, 'linux')).toBe(locale.trim() === 'en-US');
  });

  it('is left to Intl where the system has a setting for it', () => {
    expect(isAmerican({ LANG: 'en_US.UTF-8' }, 'darwin')).toBe(false);
    expect(isAmerican({}, 'win32')).toBe(false);
  });
});

describe('a time', () => {
  const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });
  const hours = Array.from({ length: 24 }, (_, hour) => new Date(2026, 2, 4, hour, 5));
  const months = Array.from({ length: 12 }, (_, month) => new Date(1999, month, 28, 12, 59));

  it('is written as Intl writes it, at every hour and in every month', () => {
    for (const date of [...hours, ...months]) {
      expect(americanTime(date)).toBe(format.format(date).replaceAll(/\s/g, ' '));
    }
  });

  it('is left to Intl where the year is unusual, or there is none', () => {
    expect([new Date(-1e14), new Date(1e15), new Date(NaN)].map(americanTime)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('a zone', () => {
  const named = (at: number, timeZone: string, timeZoneName: 'short' | 'long' | 'longOffset') =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const offsetIn = (text: string): number => {
    const [, sign, hours, minutes] = /^GMT([+-])(\d+):(\d+)$/.exec(text) ?? [];
    return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
  };
  const times = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

  it.each(['UTC', ...Intl.supportedValuesOf('timeZone')])('is named as Intl names %s', (zone) => {
    for (const at of times) {
      const name = named(at, zone, 'long');
      const short = americanZone(name, offsetIn(named(at, zone, 'longOffset')));
      expect(short).toBe(name.startsWith('Hawaii') ? null : named(at, zone, 'short'));
    }
  });
});
