import path from 'node:path';

import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';

import { isPlain } from '../shared/texts/define-texts.ts';
import { inRepo, repoFolder } from './paths.mjs';
import { messagesIn, sourcesBelow, textsIn } from './texts.mjs';

/** How words begin that are no texts of Gatehouse, by file. */
const others: Readonly<Record<string, readonly string[]>> = {
  // Commands, and what is typed after them.
  'electron/cli/commands.ts': [
    'move keyring|file',
    'plain-files on|off',
    '[--as requirements|managed-config]',
  ],
  'electron/cli/store-action.ts': ['move keyring', 'move file'],
  'electron/cli/store-text.ts': ['gatehouse store remove-copies', 'gatehouse store move \u2026'],
  // Part of a message of Node.
  'electron/cli/arguments.ts': ['not take'],
  // Programs for shells.
  'electron/cli/completions/bash.ts': ['# \u2026'],
  'electron/cli/completions/fish.ts': ['# \u2026'],
  'electron/cli/completions/powershell.ts': ['# \u2026'],
  'electron/cli/completions/zsh.ts': ['#compdef gatehouse'],
  // The name of the program, and a command.
  'renderer/parts/frame.tsx': ['Gatehouse'],
  'renderer/parts/saved-accounts-card.tsx': ['gatehouse login --with-access-token'],
  // Of errors that nobody sees: by their kind it is known what happened.
  'electron/adapters/connect-by-routes.ts': ['The proxy did not connect.'],
  'electron/adapters/connection.ts': ['The certificate is not trusted.'],
  'electron/adapters/secret-service-prompts.ts': ['Nobody answered.', 'The service went away.'],
  'electron/adapters/secret-service.ts': [
    'It did not start.',
    'It sent no key',
    'It sends keys that cannot be used',
    // A mark of what was found.
    'no bus',
  ],
  'electron/adapters/session-bus.ts': [
    'There is no address of a session bus.',
    'It took too long.',
    'The connection to the session bus ended.',
  ],
  // Of a shell.
  'electron/adapters/login-environment.ts': ['printf %s '],
  // C.
  'electron/adapters/program-data.ts': ['int32_t __stdcall'],
  'electron/files/windows-security.ts': ['uint32_t __stdcall', 'int __stdcall'],
  'electron/adapters/posix-lock.ts': ['int flock(int descriptor, int operation)'],
  // Scopes of OAuth.
  'electron/sign-in/authorization-request.ts': ['openid profile email '],
  // A style sheet, and markup around a title and a message.
  'electron/sign-in/callback-page.ts': [':root {', '<!doctype html>'],
  // Of an error that nobody sees: by its name it is known that the time is over.
  'electron/base/time-limit.ts': ['The time is over.'],
  // Commands.
  'shared/wording/system-words.ts': ['chflags nouchg,nouappnd'],
  // C.
  'electron/files/extended-attributes.ts': [
    'long llistxattr(const char *path, void *list, size_t size)',
    'long lgetxattr(const char *path, const char *name, void *value, size_t size)',
    'int fsetxattr(int descriptor, const char *name, const void *value, size_t size, int flags)',
  ],
  // The name of a place, by which it is found as well.
  'electron/policy/layers.ts': ['managed preferences: com.openai.codex/'],
  // Said to Codex alone.
  'electron/codex-server/codex-client.ts': ['Gatehouse answers no requests.'],
  // From which keys are derived.
  'electron/core.ts': ['kept sign-ins'],
  'electron/store/passphrase-seal.ts': ['refresh journal'],
  // What smol-toml says.
  'electron/policy/toml-mistake.ts': [
    'invalid value',
    'illegal leading zero',
    'illegal underscore',
    'illegal character in numeric literal',
    'unfinished numeric value',
    'invalid date',
    'invalid date-time: date part is malformed',
    'invalid date-time: time part is malformed',
    'unfinished string',
    'control characters are not allowed in strings',
    'invalid non-hex character in unicode escape',
    'invalid unicode escape',
    'unrecognised escape sequence',
    'invalid escape: only line-ending whitespace may be escaped',
    'unfinished array',
    'unfinished table',
    'expected comma or end of structure',
    'document contains excessively nested structures. aborting.',
    'unexpected end of key',
    'illegal empty bare key',
    'incomplete key-value: cannot find end of key',
    'illegal character in key',
    'illegal quoted key: multiline strings are not allowed',
    'expected end of table array declaration',
    'each key-value declaration must be followed by an end-of-line',
    'trying to redefine an already defined value',
    'trying to redefine an already defined table or value',
    'control characters are not allowed in comments',
    'Invalid TOML document:',
  ],
};

const relative = (file: string) => path.relative(repoFolder, file).replaceAll(path.sep, '/');
const catalogue = sourcesBelow(inRepo('shared/texts')).map(
  (file) => [relative(file), messagesIn(file)] as const,
);
const sources = ['electron', 'renderer', 'shared'].flatMap((name) => sourcesBelow(inRepo(name)));

describe('texts that people read', () => {
  it.each(sources.map(relative).filter((name) => !name.startsWith('shared/texts/')))(
    'stand in the catalogue, not in %s',
    (name) => {
      const allowed = others[name] ?? [];
      const found = textsIn(inRepo(name)).filter(
        ({ text }) => !allowed.some((beginning) => text.startsWith(beginning)),
      );
      expect(found.map(({ line, text }) => `${name}:${line}: ${text}`)).toEqual([]);
    },
  );

  it.each(Object.entries(others))(
    'are still all there where %s is excepted',
    (name, beginnings) => {
      const found = textsIn(inRepo(name)).map(({ text }) => text);
      const unused = beginnings.filter(
        (beginning) => !found.some((text) => text.startsWith(beginning)),
      );
      expect(unused).toEqual([]);
    },
  );
});

describe.each(catalogue.filter(([, messages]) => messages.length > 0))(
  'the messages of %s',
  (_, messages) => {
    it.each(messages)('"%s" is ICU, also where it is said without the library', (message) => {
      const icu = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true });
      if (!isPlain(message)) return;
      const names = [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const said = message.replaceAll(/[{}]/g, '');
      expect(icu.format(Object.fromEntries(names.map((name) => [name, name] as const)))).toBe(said);
    });
  },
);
