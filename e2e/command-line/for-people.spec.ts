import { spawn } from 'node:child_process';
import { chmod } from 'node:fs/promises';

import { commands, type CommandName } from '../../electron/cli/commands.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { gatehouseScript, onWindows, programPath, runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/** What each command is asked here; null where that takes a port, or prints a script. */
const asked: Readonly<Record<CommandName, readonly string[] | null>> = {
  status: [],
  login: ['--account', 'nobody'],
  logout: [],
  refresh: [],
  token: ['--account', 'nobody'],
  store: [],
  accounts: [],
  switch: ['nobody'],
  kept: [],
  usage: [],
  codex: [],
  activity: [],
  policy: ['--all'],
  leave: [],
  doctor: null,
  completions: null,
};

const isoTime = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

async function withFaults(home: Home): Promise<void> {
  await home.configure('forced_login_method = "nope"');
  await home.writeAuth('{"half":');
  await chmod(home.authFile, 0o644);
}

const states = [
  ['a sign-in', async (home: Home, record: unknown) => home.writeAuth(record)],
  ['settings and a file that cannot be read', withFaults],
] as const;
const cases = (Object.keys(commands) as CommandName[]).flatMap((command) =>
  states.map(([state, given]) => ({ command, state, given, args: asked[command] })),
);
for (const [index, { command, state, given, args }] of cases.entries()) {
  if (args === null) continue;
  test(`gatehouse ${command} writes ~ and local times for people, with ${state}${sampled(index, 5)}`, async ({
    home,
    issuer,
  }) => {
    await given(home, await chatgptRecord(issuer, ada));
    await runGatehouse(['refresh', '--force'], home);
    const { stdout, stderr } = await runGatehouse([command, ...args], home);
    expect(`${stdout}${stderr}`).not.toBe('');
    expect(`${stdout}${stderr}`).not.toContain(programPath(home.folder));
    expect(`${stdout}${stderr}`).not.toMatch(isoTime);
  });
}

test('the words of the window tell what was done, and --json has its codes', async ({
  home,
  issuer,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await runGatehouse(['refresh', '--force'], home);
  await home.configure('forced_login_method = "nope"');
  await runGatehouse(['login', '--with-api-key'], { ...home, stdin: 'sk-test-0123456789' });
  const { stdout } = await runGatehouse(['activity'], home);
  expect(stdout).toMatch(/Command line {2}Sign-in +Refused: the login rules could not be read/);
  expect(stdout).toMatch(/Command line {2}Token refreshed/);
  const { stdout: json } = await runGatehouse(['activity', '--json'], home);
  expect(json).toContain('"outcome":"refused:rules-unknown"');
  expect(json).toMatch(isoTime);
});

test('help is on one command alone, and a slip is guessed', async ({ home }) => {
  const whole = await runGatehouse(['help'], home);
  const alone = await runGatehouse(['login', '--help'], home);
  expect(alone).toEqual(await runGatehouse(['help', 'login'], home));
  expect(alone.exitCode).toBe(0);
  expect(alone.stdout).toContain('gatehouse login --device');
  expect(alone.stdout).not.toContain('gatehouse logout');
  expect(whole.stdout).toContain('  logout          sign out on this device');
  expect(await runGatehouse(['login', '--devise'], home)).toMatchObject({
    exitCode: 2,
    stderr: 'Unknown option "--devise". Did you mean --device? See "gatehouse help login".\n',
  });
  expect(await runGatehouse(['stauts'], home)).toMatchObject({
    exitCode: 2,
    stderr: 'Unknown command "stauts". Did you mean "status"? See "gatehouse help".\n',
  });
});

test('the completions of the built command are read by bash', async ({ home }) => {
  test.skip(onWindows, 'bash is a shell of other systems');
  const { stdout } = await runGatehouse(['completions', 'bash'], home);
  const script = `${stdout}\nCOMP_WORDS=(gatehouse sto); COMP_CWORD=1; _gatehouse; echo "\${COMPREPLY[@]}"`;
  const bash = spawn('bash', ['--norc', '-c', script]);
  const said = await bash.stdout.toArray();
  expect(Buffer.concat(said as Buffer[]).toString()).toBe('store\n');
});

test('colours are on a terminal alone, and never against NO_COLOR', async ({ home, issuer }) => {
  test.skip(onWindows, 'a terminal of Linux is none there');
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const onTerminal = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const python = 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)';
    const args = ['-c', python, process.execPath, gatehouseScript, 'status'];
    const { stdout } = spawn('python3', args, { env: { ...process.env, ...home.env, ...env } });
    return Buffer.concat((await stdout.toArray()) as Buffer[]).toString();
  };
  const shown = { NO_COLOR: '', TERM: 'xterm-256color' };
  expect(await onTerminal(shown)).toContain(
    `\u001B[32mSigned in with ChatGPT as ${ada.email}\u001B[39m`,
  );
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
    const said = await onTerminal({ ...shown, ...env });
    expect(said).toContain(`Signed in with ChatGPT as ${ada.email}`);
    expect(said).not.toContain('\u001B');
  }
  const { stdout } = await runGatehouse(['status'], home);
  expect(stdout).not.toContain('\u001B');
});
