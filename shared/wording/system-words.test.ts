import { describe, expect, it } from 'vitest';

import { keyringProblemCodes } from '../keyring-problem.ts';
import { keyringProblemTexts } from '../texts/keyring-problems.ts';
import { keyringAdvice } from './keyring-problems.ts';
import { systemWords, unprotectCommand } from './system-words.ts';

/** What only people of one system know. */
const known: Readonly<Record<string, RegExp>> = {
  linux: /Secret Service|GNOME|KWallet|KeePassXC|chattr|keyring service|of this desktop/,
  darwin: /Keychain|macOS|\bMac\b|chflags/,
  win32: /Windows|Credential Manager|attrib/,
};

function textsOn(platform: string): string[] {
  const { keyring, makePrivate } = systemWords(platform);
  const ofProblems = keyringProblemCodes.flatMap((code) => {
    const { title, clause, button } = keyringProblemTexts.problems[code];
    const { fact, step } = keyringAdvice(code, platform);
    return [title(), clause(), button(), fact, step];
  });
  return [
    ...Object.values<() => string>({ ...keyring }).map((say) => say()),
    unprotectCommand(platform),
    makePrivate({ file: 'FILE' }),
    ...ofProblems,
  ];
}

describe.each(Object.keys(known))('on %s', (platform) => {
  it('the texts name things of this system, and of no other', () => {
    expect(textsOn(platform).some((text) => known[platform]?.test(text))).toBe(true);
    for (const [other, words] of Object.entries(known)) {
      if (other === platform) continue;
      expect(textsOn(platform).filter((text) => words.test(text))).toEqual([]);
    }
  });

  it('what happened and what helps are sentences', () => {
    for (const code of keyringProblemCodes) {
      const { fact, step } = keyringAdvice(code, platform);
      expect(fact).toMatch(/^[A-Zm].*\.$/);
      // A command to run has no full stop after it.
      expect(step).toMatch(/^[A-Z].*(\.|run: gatehouse [a-z ]+)$/);
    }
  });
});

it('any other system counts as Linux', () => {
  expect(systemWords('freebsd')).toBe(systemWords('linux'));
});

it('only where files have modes, they are changed', () => {
  const advice = (platform: string) => systemWords(platform).makePrivate({ file: 'FILE' });
  expect(advice('win32')).toMatch(/properties of FILE, under Security/);
  for (const platform of ['linux', 'darwin'])
    expect(advice(platform)).toContain('chmod go-rwx "FILE"');
});
