import { describe, expect, it } from 'vitest';

import { dotenvCases } from '../testing/dotenv-cases.ts';
import { codexEnvironment, dotenvOf, dotenvVariables } from './dotenv.ts';

const read = (text: string | Buffer, env: Record<string, string> = {}) =>
  dotenvVariables(dotenvOf(Buffer.from(text)), env);

describe('the variables of a file .env', () => {
  it.each(dotenvCases)('with %s', (_, text, variables) => {
    expect(read(text)).toEqual(variables);
  });

  it('pass over a line that is not UTF-8', () => {
    expect(read(Buffer.from('A=\xe9\nB=2\n', 'latin1'))).toEqual({ B: '2' });
  });

  it('name those of the environment', () => {
    expect(read('A=${E}\n', { E: 'around' })).toEqual({ A: 'around' });
    expect(read('E=own\nA=${E}\n', { E: 'around' })).toEqual({ E: 'own', A: 'own' });
  });

  it('go before the environment, also where they are empty', () => {
    const env = { HTTPS_PROXY: 'http://around', NO_PROXY: '*' };
    const { variables, ofDotenv } = codexEnvironment(env, dotenvOf(Buffer.from('HTTPS_PROXY=')));
    expect(variables).toEqual({ HTTPS_PROXY: '', NO_PROXY: '*' });
    expect([...ofDotenv]).toEqual(['HTTPS_PROXY']);
  });

  it.each([
    ['a null character', Buffer.from('A=\0\nB=2\n')],
    ['UTF-16', Buffer.from('A=1\n', 'utf16le')],
  ])('are not known with %s', (_, bytes) => {
    expect(dotenvOf(bytes)).toMatchObject({ kind: 'unknown' });
    expect(read(bytes)).toEqual({});
  });
});
