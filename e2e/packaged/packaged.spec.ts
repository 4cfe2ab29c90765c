import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { z } from 'zod';

import { clockArguments, createTestClock } from '../../qa/clock.ts';
import { policyReportSchema } from '../../shared/policy.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { demoLabel } from '../../electron/testing/issuer/pages.ts';
import { expect } from '../fixtures/app.ts';
import { startEntry } from '../fixtures/login-session.ts';
import { packagedExecutable, packagedResources, test } from '../fixtures/packaged-app.ts';
import { runGatehouse, runProgram, startProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { sandboxArguments } from '../fixtures/running-app.ts';
import { screenOf } from '../fixtures/screen.ts';
import { counts } from '../torture/counts.ts';

const noScreen = { DISPLAY: '', WAYLAND_DISPLAY: '' } as const;
/** Screens that are named and not there: both kinds in the long run. */
const deadScreens = [{ DISPLAY: ':77' }, { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-77' }].slice(
  0,
  counts.isFull ? 2 : 1,
);

const archive = path.join(packagedResources, 'app.asar');

test('the packed app shows its sign-in screen and signs in with an API key', async ({
  home,
  packagedApp,
}) => {
  const { window } = packagedApp;
  const screen = screenOf(window);
  await expect(screen.heading('Sign in to use Codex')).toBeVisible();
  await expect(screen.withChatgpt).toBeEnabled();
  await screen.withApiKey.click();
  await screen.apiKey.fill('sk-test-0123456789abcdef');
  await screen.saveApiKey.click();
  await expect(screen.account).toContainText('Signed in with an API key');
  expect(await home.readAuth()).toMatchObject({ OPENAI_API_KEY: 'sk-test-0123456789abcdef' });
  // Started with `--inspect`, which a fuse takes the effect from; and log lines are for the file.
  expect(packagedApp.printed()).not.toContain('Debugger listening');
  expect(packagedApp.printed()).not.toContain('"signed-in"');
});

test('switched on, it is started at login by its entry, with no window until the tray opens one @long', async ({
  desktop,
  home,
  packagedApp,
  trayHost,
}) => {
  const screen = screenOf(packagedApp.window);
  await screen.toSettings.click();
  await expect(screen.startAtLogin).not.toBeChecked();
  await screen.startAtLogin.click();
  await expect(screen.startAtLogin).toBeChecked();
  await packagedApp.quit();

  const entry = path.join(desktop.folder, 'config/autostart/gatehouse.desktop');
  expect(await readFile(entry, 'utf8')).toContain(`\nTryExec=${packagedExecutable}\n`);
  const { pid, end } = await startEntry(entry, {
    ...home.env,
    ...desktop.env,
    ...trayHost.env,
    // For root, to whom Chromium refuses its sandbox; an entry has no switch for it.
    ...(sandboxArguments().length > 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}),
  });
  try {
    const labels = async () => (await trayHost.menu()).map(({ label }) => label);
    await expect.poll(labels).toContain('Signed out');
    expect(await pagesOf(pid)).toBe(0);
    await trayHost.click('Open Gatehouse');
    await expect.poll(() => pagesOf(pid)).toBe(1);
    await trayHost.click('Quit Gatehouse');
    expect((await end).exitCode).toBe(0);
  } finally {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  }
});

test('it is the gatehouse command as well, with and without a screen, and beside the app', async ({
  desktop,
  home,
  packagedApp,
}) => {
  test.slow();
  await home.configure('forced_login_method = "chatgpt"\n');
  await expect(screenOf(packagedApp.window).withApiKey).toBeDisabled();
  for (const screen of [{}, noScreen]) {
    const env = { ...desktop.env, ...screen };
    const command = (...args: string[]) =>
      runProgram(packagedExecutable, [...sandboxArguments(), ...args], {
        env: { ...home.env, ...env },
      });
    const policy = await command('policy', '--json');
    expect(policy.exitCode, policy.stderr).toBe(0);
    const { state, policies } = policyReportSchema.parse(JSON.parse(policy.stdout));
    expect(state).toBe('notManaged');
    expect(policies.find(({ key }) => key === 'forced_login_method')?.value).toBe('chatgpt');
    expect((await command('status')).exitCode).toBe(1);
    const wrong = await command('polcy');
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('"polcy"');
  }
  // It goes on, undisturbed.
  await expect(screenOf(packagedApp.window).withApiKey).toBeDisabled();
});

test('the gatehouse command needs no screen, and none that is named has to be there', async ({
  desktop,
  home,
}) => {
  test.slow();
  for (const screen of deadScreens) {
    const env = { ...home.env, ...desktop.env, ...screen };
    const command = (...args: string[]) =>
      runProgram(packagedExecutable, [...sandboxArguments(), ...args], { env });
    const status = await command('status');
    expect(status.exitCode).toBe(1);
    expect(status.stdout).toContain('Not signed in');
    const wrong = await command('polcy');
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('"polcy"');
    const [, schema = ''] =
      /JSON Schema: (\S+)/.exec((await command('help', 'status')).stdout) ?? [];
    expect(JSON.parse(await readFile(schema, 'utf8'))).toHaveProperty('properties');
  }
});

test('asked to end, the gatehouse command ends whole, also where there is no screen', async ({
  desktop,
  home,
}) => {
  test.slow();
  for (const screen of [{}, noScreen, ...deadScreens]) {
    const login = startProgram(
      packagedExecutable,
      [...sandboxArguments(), 'login', '--device', '--json'],
      { env: { ...home.env, ...desktop.env, ...screen } },
    );
    await login.untilStderr(/enter this code/);
    login.terminate();
    // Its output is closed when the last of its processes is gone.
    expect((await login.end).stdout).toContain('cancelled');
  }
});

test('its fuses are set as a release has them', async () => {
  const fuses = await getCurrentFuseWire(packagedExecutable);
  const on = (fuse: FuseV1Options) => String.fromCharCode(Number(fuses[fuse])) === '1';
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspectArguments: on(FuseV1Options.EnableNodeCliInspectArguments),
    cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyFromAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    fileProtocolPrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspectArguments: false,
    cookieEncryption: true,
    asarIntegrity: true,
    onlyFromAsar: true,
    fileProtocolPrivileges: false,
  });
});

test('neither its environment nor its arguments make it run another program @long', async ({
  desktop,
}) => {
  const trace = path.join(desktop.folder, 'trace');
  const script = path.join(desktop.folder, 'script.cjs');
  await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'ran');`);
  // Without a display the app ends by itself, and a script would have run before.
  const env = { ...desktop.env, DISPLAY: '' };
  for (const extra of [{ ELECTRON_RUN_AS_NODE: '1' }, { NODE_OPTIONS: `--require=${script}` }]) {
    const end = await runProgram(packagedExecutable, [...sandboxArguments(), script], {
      env: { ...env, ...extra },
    });
    expect(end.exitCode, end.stderr).not.toBe(0);
    expect(existsSync(trace)).toBe(false);
  }
});

test('nothing moves its clock, as the kit for tests moves that of an unpackaged one', async ({
  desktop,
  home,
  issuer,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const clock = createTestClock();
  await clock.moveOn({ days: 30 });
  const env = { ...home.env, ...desktop.env, ...clock.env() };
  const loader = clockArguments(env);
  expect((await runGatehouse(['status'], { env })).stdout).toContain('ran out');

  const tried = { ...env, NODE_OPTIONS: loader.join(' ') };
  const packed = (...args: string[]) =>
    startProgram(packagedExecutable, [...sandboxArguments(), ...args], { env: tried });
  expect((await packed('status').end).stdout).toContain('valid until');
  const app = packed(...loader);
  try {
    await expect.poll(() => desktop.log()).toContain('"event":"start"');
    const [first = ''] = (await desktop.log()).split('\n');
    const { time } = z.object({ time: z.string() }).parse(JSON.parse(first));
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(24 * 3600 * 1000);
  } finally {
    app.interrupt();
    await app.end;
  }
});

test('it carries the app and nothing of its development', async () => {
  const { files, bytes } = await readArchive(archive);
  expect(files).toEqual(
    expect.arrayContaining([
      'out/main/index.cjs',
      'out/preload/index.cjs',
      'out/renderer/index.html',
    ]),
  );
  const strangers = files.filter(
    (file) =>
      !/^(package\.json$|out\/(main|preload|renderer|assets)\/)/.test(file) &&
      !isOfRuntimePackage(file),
  );
  expect(strangers).toEqual([]);
  expect(files.filter((file) => /\.(map|cc|hh)$/.test(file))).toEqual([]);
  expect(bytes.includes(demoLabel)).toBe(false);
  for (const loader of ['app', 'default_app.asar']) {
    expect(existsSync(path.join(packagedResources, loader)), loader).toBe(false);
  }
});

/** How many processes of pages a program has below it. */
async function pagesOf(pid: number): Promise<number> {
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const commandLine = await read(`/proc/${pid}/cmdline`);
  const children = (await read(`/proc/${pid}/task/${pid}/children`)).split(' ').filter(Boolean);
  const below = await Promise.all(children.map((child) => pagesOf(Number(child))));
  const isPage = commandLine.includes('--type=renderer');
  return below.reduce((sum, pages) => sum + pages, isPage ? 1 : 0);
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

/** The packages that cannot be bundled, and their binaries for this platform. */
function isOfRuntimePackage(file: string): boolean {
  return /^node_modules\/(@napi-rs\/keyring|koffi\/|@koromix\/koffi-)/.test(file);
}

type Folder = { readonly files: Readonly<Record<string, Partial<Folder>>> };
const folderSchema: z.ZodType<Folder> = z.lazy(() =>
  z.object({ files: z.record(z.string(), folderSchema.or(z.looseObject({}))) }),
);

/** Reads the table of contents in front of an archive: Chromium's Pickle around a JSON text. */
async function readArchive(file: string): Promise<{ files: string[]; bytes: Buffer }> {
  const bytes = await readFile(file);
  const json = bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12));
  return { files: pathsIn(folderSchema.parse(JSON.parse(json))), bytes };
}

function pathsIn(folder: Folder): string[] {
  return Object.entries(folder.files).flatMap(([name, { files }]) =>
    files === undefined ? [name] : pathsIn({ files }).map((inner) => `${name}/${inner}`),
  );
}

test('the package passes on the notices of everything that it contains', () => {
  const notices = ['main', 'preload', 'renderer']
    .map((part) => extractFile(archive, `out/${part}/THIRD-PARTY-NOTICES.md`).toString())
    .join('\n');
  for (const name of ['zod', 'jose', 'age-encryption', 'smol-toml', 'lossless-json', 'react-dom']) {
    expect(notices).toContain(`## ${name} - `);
  }
  const ofNativeModules = listPackage(archive, { isPack: false }).filter((file) =>
    /node_modules\/(koffi|@napi-rs\/keyring)\/licen[cs]e/i.test(file),
  );
  expect(ofNativeModules.length).toBeGreaterThanOrEqual(1);
});
