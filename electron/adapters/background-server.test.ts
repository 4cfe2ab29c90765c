import { spawn } from 'node:child_process';

import { expect, it, onTestFinished } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { backgroundServerOn } from './background-server.ts';

async function serverOn(platform: NodeJS.Platform) {
  const folder = await temporaryFolder();
  return backgroundServerOn({
    env: { PATH: '' },
    platform,
    userHome: folder,
    codexHome: folder,
    version: 'test',
  });
}

it.runIf(process.platform === 'linux')(
  'of an environment, names of the list are told alone',
  async () => {
    const env = {
      CODEX_ACCESS_TOKEN: 'at-x',
      OPENAI_API_KEY: 'sk-x',
      XCODEX_API_KEY: 'x',
      A: 'CODEX_API_KEY=1',
    };
    const child = spawn('/bin/cat', [], { env });
    onTestFinished(() => void child.kill());
    const echoed = new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdin.write('x');
    await echoed;
    const server = await serverOn('linux');
    expect(await server.variablesOf(child.pid ?? 0)).toEqual(['CODEX_ACCESS_TOKEN']);
  },
);

it.each(['darwin', 'win32'] as const)('on %s, nothing is known of it', async (platform) => {
  expect(await (await serverOn(platform)).variablesOf(process.pid)).toBeNull();
});

it('does not answer where none runs', async () => {
  expect(await (await serverOn('linux')).ask()).toBeNull();
});
