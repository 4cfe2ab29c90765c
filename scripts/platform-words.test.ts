import fs from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { inRepo, repoFolder } from './paths.mjs';

/** Words of one system that a person of another would not know, in a text of the product. */
const words =
  /Secret Service|GNOME|KWallet|KeePassXC|Keychain|Credential Manager|keyring service|of (this|your) desktop|chmod|chown|chattr|xdg-open|systemd|session bus/;

/** Where such words may be, and why nobody on another system reads them there. */
const allowed: Readonly<Record<string, string>> = {
  'shared/texts/system-words.ts': 'the place for them, by platform',
  'shared/texts/keyring-problems.ts': 'said where the keyring is KeePassXC',
  'shared/texts/notices.ts': 'said where the keyring is KeePassXC',
  'shared/wording/system-words.ts': 'names of commands, by platform',
  'electron/adapters/secret-service.ts': 'a name on the bus of Linux',
  'electron/login-item/desktop-entry.ts': 'keys of entries of Linux',
  'electron/desktop/this-machine.ts': 'on Linux alone, where a link is opened',
  'shared/texts/doctor.ts': 'of modes and owners, which Windows does not have',
  'shared/texts/login-item.ts': 'of Flatpak and Snap',
  'electron/adapters/find-program.ts': 'the name of a program of Linux',
  'electron/adapters/session-bus.ts': 'on Linux alone, for the log',
};

it('only these files have texts that name things of one system', () => {
  expect(sources().filter((file) => texts(file).some((text) => words.test(text)))).toEqual(
    Object.keys(allowed).toSorted(),
  );
});

function sources(): string[] {
  return ['shared', 'electron', 'renderer']
    .flatMap((folder) =>
      fs
        .readdirSync(inRepo(folder), { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name).replaceAll(path.sep, '/')),
    )
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\/testing\//.test(name))
    .toSorted();
}

/** The quoted texts of a file, and the text between tags; no comments and no imports. */
function texts(file: string): string[] {
  const code = fs
    .readFileSync(path.join(repoFolder, file), 'utf8')
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^(import|export) [^;]*? from '[^']*';$/gm, '');
  return code.match(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|>[^<>{}]+</g) ?? [];
}
