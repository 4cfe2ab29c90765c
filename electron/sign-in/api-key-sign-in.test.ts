import { describe, expect, it } from 'vitest';

import { StoreError } from '../auth/credential-store.ts';
import { rulesOf, signInWorld } from '../testing/sign-in/sign-in-world.ts';
import { maxApiKeyLength, readApiKey, signInWithApiKey } from './api-key-sign-in.ts';

const issuer = 'https://auth.openai.com';
const goOn = new AbortController().signal;

describe('signing in with an API key', () => {
  it('saves the key without the white space around it', async () => {
    const { deps, saved } = signInWorld(issuer);
    await signInWithApiKey(deps, '  sk-test-key\n', goOn);
    expect(saved).toEqual([{ kind: 'apiKey', apiKey: 'sk-test-key' }]);
  });

  it.each(['', '   ', '\n\t'])('refuses %j as no key', async (apiKey) => {
    const { deps, saved } = signInWorld(issuer);
    await expect(signInWithApiKey(deps, apiKey, goOn)).rejects.toMatchObject({
      code: 'api-key-empty',
      message: 'No API key provided.',
    });
    expect(saved).toEqual([]);
  });

  it('saves nothing where a rule forbids the method', async () => {
    const { deps, saved } = signInWorld(issuer, {
      rules: () =>
        Promise.resolve(rulesOf({ forcedMethod: { value: 'chatgpt', source: '/etc/rule' } })),
    });
    await expect(signInWithApiKey(deps, 'sk-test-key', goOn)).rejects.toMatchObject({
      code: 'forbidden-by-rule',
      message: 'API key login is disabled. Use ChatGPT login instead. (Set in /etc/rule.)',
    });
    expect(saved).toEqual([]);
  });

  it('saves nothing where the rules cannot be read', async () => {
    const { deps, saved } = signInWorld(issuer, {
      rules: () => Promise.resolve({ kind: 'unknown', message: 'config.toml cannot be read' }),
    });
    await expect(signInWithApiKey(deps, 'sk-test-key', goOn)).rejects.toMatchObject({
      code: 'rules-unknown',
      message: 'config.toml cannot be read',
    });
    expect(saved).toEqual([]);
  });

  it('saves nothing after it was cancelled', async () => {
    const { deps, saved } = signInWorld(issuer);
    const signal = AbortSignal.abort();
    await expect(signInWithApiKey(deps, 'sk-test-key', signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(saved).toEqual([]);
  });

  it('says where the store refused', async () => {
    const { deps } = signInWorld(issuer, {
      save: () => Promise.reject(new StoreError('unwritable', 'the file is read-only')),
    });
    await expect(signInWithApiKey(deps, 'sk-test-key', goOn)).rejects.toMatchObject({
      code: 'store-unwritable',
      message: 'the file is read-only',
    });
  });
});

const key = 'sk-lab-0123456789abcdef';

function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf8');
}

describe('what is taken for an API key', () => {
  it.each([
    ['a key of the provider', key],
    ['a key of a project', 'sk-proj-A1b2_C3d4-E5f6'],
    ['a key of a service account', 'sk-svcacct-A1b2_C3d4'],
    ['an old key of a session', 'sess-0123456789abcdef'],
    ['a key with a dot, of another provider', '0123456789abcdef.ABCDEFGH'],
    ['a key in base64, of another provider', 'AbCd+/012345=='],
    ['a key with other signs', 'gw:team$1!key~x@y#z'],
    ["a word that a server of one's own takes", 'EMPTY'],
    ['the same of another', 'ollama'],
    ['the key that a gateway has by default', 'sk-1234'],
    ['a key of digits alone', '8c1f2a0b9d3e4f56'],
    ['a key of letters alone', 'abcdefghijklmnopqrstuvwxyzabcdef'],
    ['a key of another provider, with its prefix', 'gsk_0123456789abcdef'],
    ['the longest key', 'k'.repeat(maxApiKeyLength)],
  ])('%s', (_what, text) => {
    expect(readApiKey(text)).toEqual({ ok: true, apiKey: text });
  });

  it.each([
    ['a line feed after it', `${key}\n`],
    ['the line end of Windows after it', `${key}\r\n`],
    ['blanks around it', `  ${key}\t`],
    ['a no-break space before it', `\u00a0${key}`],
    ['the byte order mark of UTF-8 before it', `\ufeff${key}\r\n`],
  ])('a key with %s, less that', (_what, text) => {
    expect(readApiKey(text)).toEqual({ ok: true, apiKey: key });
  });
});

describe('what is refused as an API key', () => {
  it.each(['', '   ', '\n\t', '\ufeff\r\n'])('nothing: %j', (text) => {
    expect(readApiKey(text)).toMatchObject({ ok: false, code: 'api-key-empty' });
  });

  it.each([
    ['UTF-16 with its byte order mark', utf16(`\ufeff${key}\r\n`), 'UTF-16'],
    ['UTF-16 without one', utf16(key), 'UTF-16'],
    [
      'UTF-16 in big-endian order',
      Buffer.from(`\ufeff${key}`, 'utf16le').swap16().toString(),
      'UTF-16',
    ],
    [
      'UTF-16 that decodes to other letters',
      Buffer.from('\ufeff\u4e00\u4e01', 'utf16le').toString(),
      'UTF-16',
    ],
    ['a NUL at the end', `${key}\0`, 'NUL'],
    ['two words', 'hello world', 'blanks'],
    ['a key with a tab in it', 'sk-lab\t0123', 'blanks'],
    ['two lines', 'first\nsecond', 'one line'],
    ['two lines of an old Mac', 'first\rsecond', 'one line'],
    ['two keys on two lines', `${key}\n${key}`, 'more than one API key'],
    ['two keys with a comma', `${key},${key}`, 'more than one API key'],
    ['an accent', 'sk-lab-é123456', 'characters'],
    ['full-width letters', 'ｓｋ-lab', 'characters'],
    ['a zero-width space within', 'sk-lab\u200b-0123', 'characters'],
    ['a byte order mark within', 'sk-lab\ufeff-0123', 'characters'],
    ['an escape sequence', '\u001b[31msk-lab', 'characters'],
    ['DEL', 'sk-lab\u007f', 'characters'],
    [
      'bytes that are no UTF-8',
      Buffer.from([0x73, 0x6b, 0xff, 0x2d]).toString('utf8'),
      'characters',
    ],
    ['an auth.json', '{"auth_mode":"chatgpt"}', 'JSON'],
    ['a list', '["sk-lab"]', 'JSON'],
    ['a web page', '<!doctype html><title>502</title>', 'web page'],
    ['an access token', 'eyJhbGciOiJub25lIn0.e30.c2ln', 'gatehouse login'],
    ['a personal access token', 'at-0123456789abcdef', 'gatehouse login --with-access-token'],
    ['a refresh token', 'rt_0123456789abcdef', 'refresh token'],
    ['a refresh token of another form', 'rt.1.0123456789', 'refresh token'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nabc', 'certificate'],
    ['a line of an environment file', `OPENAI_API_KEY=${key}`, 'after "="'],
    ['a line of a shell profile', `export OPENAI_API_KEY="${key}"`, 'after "="'],
    ['the name of a variable', '$OPENAI_API_KEY', 'name of a variable'],
    ['the name of a variable in PowerShell', '$env:OPENAI_API_KEY', 'name of a variable'],
    ['the name of a variable in cmd', '%OPENAI_API_KEY%', 'name of a variable'],
    ['a header', `Bearer ${key}`, 'header'],
    ['a key in quotation marks', `"${key}"`, 'quotation marks'],
    ['a key as a web page shows it later', 'sk-...********cdef', 'hidden'],
    ['a key cut by a program', 'sk-proj-\u2026cdef', 'hidden'],
    ['a web address', 'https://platform.openai.com/api-keys', 'web address'],
    ['a word', 'hello', 'too short'],
    ['a longer word', 'Password', 'too short'],
    ['a letter', 'x', 'too short'],
    ['a number', '12345', 'too short'],
    ['a prefix', 'sk-', 'only the beginning'],
    ['a prefix of projects', 'sk-proj-', 'only the beginning'],
    ['a prefix of another provider', 'gsk_', 'only the beginning'],
    ['a masked beginning', 'sk-\u2026', 'hidden'],
    ['a masked beginning in dots', 'sk-...', 'hidden'],
    ['what stands for a key', 'sk-xxxxxxxx', 'your own key'],
    ['what stands for a key of a project', 'sk-proj-XXXX', 'your own key'],
    ['what a file of samples says', 'your-api-key-here', 'your own key'],
    ['the same for one provider', 'YOUR_OPENAI_API_KEY', 'name of a variable'],
    ['the bare name of a variable', 'OPENAI_API_KEY', 'name of a variable'],
    ['more than the longest key', 'k'.repeat(maxApiKeyLength + 1), 'too long'],
  ])('%s', (_what, text, said) => {
    const read = readApiKey(text);
    expect(read).toMatchObject({ ok: false, code: 'api-key-invalid' });
    expect(read).toHaveProperty('message', expect.stringContaining(said));
  });

  it('without a word of what was given', () => {
    for (const text of [`${key} ${key}`, `"${key}"`, `OPENAI_API_KEY=${key}`, `${key}é`]) {
      expect(JSON.stringify(readApiKey(text))).not.toContain('0123');
    }
  });
});
