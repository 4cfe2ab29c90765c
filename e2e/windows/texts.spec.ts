import { ada } from '../../electron/testing/issuer/accounts.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { runGatehouse } from './programs.ts';
import { tell } from './row.ts';
import { expect, test } from './world.ts';

/** Things that a person at Windows does not have. */
const foreign =
  /Secret Service|GNOME|KWallet|KeePassXC|Keychain|macOS|keyring service|of this desktop|chmod|chown|chattr|xdg-open|systemd|session bus|\/etc\/|\broot\b/;

const commands = [
  ['--help'],
  ['status'],
  ['status', '--verbose'],
  ['doctor'],
  ['store'],
  ['policy'],
  ['accounts'],
  ['kept'],
  ['activity'],
  ['store', 'move', 'keyring'],
  ['store', 'entries'],
  ['refresh'],
  ['logout'],
];

const states = [
  { name: 'nobody is signed in', config: '', isSignedIn: false },
  { name: 'the sign-in is in the file', config: '', isSignedIn: true },
  {
    name: 'the sign-in is looked for in the keyring',
    config: 'cli_auth_credentials_store = "keyring"\n',
    isSignedIn: true,
  },
] as const;

for (const { name, config, isSignedIn } of states) {
  test(`no command names a thing of another system where ${name}`, async ({
    home,
    issuer,
  }, testInfo) => {
    await home.configure(config);
    if (isSignedIn) await home.writeAuth(await chatgptRecord(issuer, ada));
    for (const args of commands) {
      const { stdout, stderr } = await runGatehouse(args, home);
      expect(stdout + stderr, args.join(' ')).not.toMatch(foreign);
    }
    tell(testInfo, { count: `${commands.length} commands` });
  });
}
