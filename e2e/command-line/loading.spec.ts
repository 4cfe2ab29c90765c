import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inRepo } from '../../scripts/paths.mjs';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { gatehouseScript, runProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const hook = inRepo('e2e/fixtures/loaded-modules.cjs');

/** What loads much else, or is long to load, and is of no use to those who only ask. */
const heavyOfNode =
  /^NativeModule (crypto|child_process|net|tls|tty|http|https|http2|stream|fs\/promises|readline|worker_threads|internal\/abort_controller)$/;
const heavyPackages =
  /node_modules\/(zod\/v4\/classic|age-encryption|@noble\/ciphers|@decimalturn|smol-toml|dbus-native|ws)\//;

/** The modules that a command has run, by name. */
async function loadedBy(args: readonly string[], home: Home) {
  const file = path.join(home.folder, 'loaded.json');
  const command = ['--require', hook, gatehouseScript, ...args];
  const env = { ...home.env, LOADED_MODULES: file };
  const { exitCode } = await runProgram(process.execPath, command, { env });
  expect(exitCode).toBe(0);
  const { ofNode, ofProgram } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly ofNode: readonly string[];
    readonly ofProgram: readonly string[];
  };
  const program = await readFile(path.join(path.dirname(gatehouseScript), 'program.cjs'), 'utf8');
  const names = new Map(
    [...program.matchAll(/^case (\d+):return\(exports,module\)=>\{\/\/ (.*)$/gm)].map(
      ([, number = '', name = '']) => [number, name],
    ),
  );
  return { ofNode, ofProgram: ofProgram.map((number) => names.get(number) ?? 'of rest.cjs') };
}

for (const args of [['status'], ['status', '--json'], ['token']]) {
  test(`gatehouse ${args.join(' ')} loads nothing that it has no use for`, async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    // The first one writes down whose sign-in it is.
    await loadedBy(args, home);
    const { ofNode, ofProgram } = await loadedBy(args, home);
    expect(ofNode.filter((name) => heavyOfNode.test(name))).toEqual([]);
    expect(ofProgram.filter((name) => heavyPackages.test(name))).toEqual([]);
    // It is all in the file that is read first.
    expect(ofProgram).toContain('electron/core.cjs');
    expect(ofProgram).not.toContain('of rest.cjs');
  });
}

test('gatehouse store loads what it needs besides, and that is seen', async ({ home, issuer }) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const { ofNode, ofProgram } = await loadedBy(['store'], home);
  expect(ofNode.some((name) => heavyOfNode.test(name))).toBe(true);
  expect(ofProgram).toContain('of rest.cjs');
});

test('what was compiled ahead is of this very Node, since V8 takes that of another and crashes', async () => {
  const files = await readdir(path.dirname(gatehouseScript));
  const { version, platform, arch } = process;
  expect(files.filter((name) => name.endsWith('.compiled'))).toEqual([
    `program.${version}-${platform}-${arch}.compiled`,
  ]);
});
