import { describe, expect, it } from 'vitest';

import { commandLineIn, parseArguments } from './arguments.ts';

const policy = {
  ...{ name: 'policy', all: false, json: false },
  ...{ preview: null, as: null, cd: null, profile: null },
} as const;

const login = { name: 'login', isForLater: false, account: null };

describe('the command line', () => {
  it.each([
    [['--help'], { name: 'help', topic: null }],
    [['help'], { name: 'help', topic: null }],
    [['help', 'help'], { name: 'help', topic: null }],
    [['help', 'login'], { name: 'help', topic: 'login' }],
    [['login', '-h'], { name: 'help', topic: 'login' }],
    [['login', '--device', '--help'], { name: 'help', topic: 'login' }],
    [['--version'], { name: 'version' }],
    [['status'], { name: 'status', looksUp: false, json: false }],
    [['--json', 'status'], { name: 'status', looksUp: false, json: true }],
    [['status', '--look-up'], { name: 'status', looksUp: true, json: false }],
    [['login', '--with-access-token'], { ...login, method: 'personalAccessToken', json: false }],
    [['login'], { ...login, method: 'browser', json: false }],
    [['login', '--device'], { ...login, method: 'device', json: false }],
    [['login', '--with-api-key', '--json'], { ...login, method: 'apiKey', json: true }],
    [['login', '--keep-for-later'], { ...login, method: 'browser', isForLater: true, json: false }],
    [
      ['login', '--account', 'Work', '--device'],
      { ...login, method: 'device', account: 'Work', json: false },
    ],
    [['logout', '--everywhere'], { name: 'logout', everywhere: true, json: false }],
    [['refresh', '--force'], { name: 'refresh', force: true, json: false }],
    [['policy'], policy],
    [
      ['policy', '--all', '--json', '--preview', 'managed_config.toml'],
      { ...policy, all: true, preview: 'managed_config.toml', json: true },
    ],
    [
      ['policy', '--preview', 'a.toml', '--as', 'managed-config'],
      { ...policy, preview: 'a.toml', as: 'managedConfig' },
    ],
    [['policy', '--cd', 'repo', '--profile', 'work'], { ...policy, cd: 'repo', profile: 'work' }],
    [
      ['token', '--refused', '--json'],
      { name: 'token', show: false, refused: true, looksUp: false, account: null, json: true },
    ],
    [['store'], { name: 'store', action: { kind: 'show' }, json: false }],
    [['store', '--json', 'protect'], { name: 'store', action: { kind: 'protect' }, json: true }],
    [
      ['store', 'move', 'keyring'],
      { name: 'store', action: { kind: 'move', to: 'keyring' }, json: false },
    ],
    [
      ['store', 'move', 'file', '--json'],
      { name: 'store', action: { kind: 'move', to: 'file' }, json: true },
    ],
    [['doctor'], { name: 'doctor', json: false }],
    [['doctor', '--json'], { name: 'doctor', json: true }],
    [['activity'], { name: 'activity', limit: 50, json: false }],
    [['activity', '--limit', '7', '--json'], { name: 'activity', limit: 7, json: true }],
  ])('understands %j', (args, command) => {
    expect(parseArguments(args)).toEqual({ ok: true, command });
  });

  it.each([
    [[], 'Missing command.'],
    [['sign-in'], 'Unknown command "sign-in".'],
    [['constructor'], 'Unknown command "constructor".'],
    [['stauts'], 'Unknown command "stauts". Did you mean "status"?'],
    [['help', 'stauts'], 'Unknown command "stauts". Did you mean "status"?'],
    [['hepl'], 'Unknown command "hepl". Did you mean "help"?'],
    [['nothing', '--help'], 'Unknown command "nothing".'],
    [['status', '--force'], '"status" has no option --force.'],
    [['status', '--lookup'], 'Unknown option "--lookup". Did you mean --look-up?'],
    [['login', '--devise'], 'Unknown option "--devise". Did you mean --device?'],
    [['--hlep'], 'Unknown option "--hlep". Did you mean --help?'],
    [['login', '-d'], 'Unknown option "-d".'],
    [
      ['login', '--device', '--with-access-token'],
      'Use only one of --device, --with-api-key and --with-access-token.',
    ],
    [['status', '--limit', '7'], '"status" has no option --limit.'],
    ...['0', '-1', '1.5', '10001', 'all', 'sk-secret'].map((limit): [string[], string] => [
      ['activity', `--limit=${limit}`],
      '--limit takes a whole number from 1 to 10000.',
    ]),
    [['policy', '--preview', ''], '--preview takes the name of a file.'],
    [['policy', '--as', 'requirements'], '--as belongs to --preview.'],
    [['policy', '--cd', ''], '--cd takes a folder.'],
    [['policy', '--profile', '../x'], '--profile takes a plain name, such as "work".'],
    [['policy', '--profile', ''], '--profile takes a plain name, such as "work".'],
    [['policy', '--preview', 'a', '--as', 'x'], '--as takes requirements or managed-config.'],
    [
      ['policy', '--preview', 'a', '--as', 'toString'],
      '--as takes requirements or managed-config.',
    ],
    [['login', '--nope'], 'Unknown option "--nope".'],
    [
      ['activity', '--limit', '-5'],
      '--limit needs a value. Where that starts with a dash, write --limit=VALUE.',
    ],
    [['activity', '--limit'], '--limit needs a value.'],
    [['status', '--json=x'], '--json takes no value.'],
    [['policy', '--preview', 'a', '--preview=b'], '--preview can be given only once.'],
    [['activity', '--limit', '1', '--limit', '1'], '--limit can be given only once.'],
    [['sk-proj-0123456789'], 'Unknown command "[redacted]".'],
    [['login', '--sk-proj-0123456789'], 'Unknown option "--[redacted]".'],
  ])('refuses %j', (args, message) => {
    expect(parseArguments(args)).toMatchObject({ ok: false, message });
  });

  it.each([[['move']], [['move', 'auto']], [['protect', 'keyring']], [['sk-secret']]])(
    'refuses to store %j, and says what there is',
    (words) => {
      const parsed = parseArguments(['store', ...words]);
      expect(parsed).toEqual({
        ok: false,
        command: 'store',
        message: expect.stringContaining('gatehouse store [move keyring|file') as string,
      });
      expect(JSON.stringify(parsed)).not.toContain('sk-secret');
    },
  );

  it('does not repeat what may be a key', () => {
    const parsed = parseArguments(['login', 'sk-secret']);
    expect(parsed).toEqual({
      ok: false,
      command: 'login',
      message: '"gatehouse login" takes no further arguments.',
    });
  });
});

describe('the arguments of the app', () => {
  it.each([
    [
      ['policy', '--json'],
      ['policy', '--json'],
    ],
    [
      ['--no-sandbox', 'policy', '--preview', 'x'],
      ['policy', '--preview', 'x'],
    ],
    [['--help'], ['--help']],
    [['-V'], ['-V']],
    [
      ['status', '--help'],
      ['status', '--help'],
    ],
  ])('%j name a command', (args, commandLine) => {
    expect(commandLineIn(args)).toEqual(commandLine);
  });

  it.each([
    [[]],
    [['--hidden']],
    [['--no-sandbox', '--hidden']],
    [['gatehouse://x']],
    [['/tmp/x', 'policy']],
    [['-psn_0_1']],
  ])('%j are for the app itself', (args) => {
    expect(commandLineIn(args)).toBeNull();
  });
});
