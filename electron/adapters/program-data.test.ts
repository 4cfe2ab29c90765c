import { expect, it } from 'vitest';

import { useKnownProgramData } from './program-data.ts';

const elsewhere = { ProgramData: 'C:\\Users\\ada\\mine' };
const known = () => Promise.resolve('D:\\ProgramData');

it.each([
  ['is the folder that Windows knows', 'win32', known, { ProgramData: 'D:\\ProgramData' }],
  ['is not that of the environment where Windows does not answer', 'win32', fails, {}],
  ['is not that of the environment where Windows knows none', 'win32', knowsNone, {}],
  ['is left as it is on Linux', 'linux', known, elsewhere],
  ['is left as it is on macOS', 'darwin', known, elsewhere],
] as const)('ProgramData %s', async (_, platform, ask, expected) => {
  const env: Record<string, string | undefined> = { ...elsewhere };
  await useKnownProgramData(env, platform, ask);
  expect(env).toEqual(expected);
});

function fails(): Promise<string> {
  return Promise.reject(new Error('there is no shell32.dll'));
}

function knowsNone(): Promise<null> {
  return Promise.resolve(null);
}
