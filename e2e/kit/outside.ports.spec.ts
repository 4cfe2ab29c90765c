import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect, test } from '@playwright/test';
import { z } from 'zod';

import { electronExecutable } from '../../qa/installation.ts';
import { inRepo } from '../../scripts/paths.mjs';
import { runProgram, type ProgramEnd } from '../fixtures/programs.ts';

/**
 * The kit as others have it: the package, installed beside a Playwright of one's own in a folder that
 * knows nothing of this repository. Needs the npm registry, or npm's cache of it.
 */

const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), skipped: z.number() }),
});

/** What a shell would have; nothing of the run around this test. */
const env = Object.fromEntries(
  ['PATH', 'HOME', 'DISPLAY', 'XAUTHORITY', 'npm_config_cache'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

const manifestSchema = z.object({
  version: z.string(),
  devDependencies: z.record(z.string(), z.string()),
});

test('the packed kit runs its examples in a folder outside of the repository @long', async () => {
  test.setTimeout(600_000);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-outside-'));
  const inFolder = (program: string, ...args: string[]): Promise<ProgramEnd> =>
    runProgram('env', ['-C', folder, program, ...args], {
      env: { ...env, GATEHOUSE_ELECTRON: electronExecutable() },
    });
  try {
    const packed = await runProgram(process.execPath, [inRepo('scripts/pack-qa.mjs')], { env });
    expect(packed, packed.stderr).toMatchObject({ exitCode: 0 });
    const manifest = manifestSchema.parse(
      JSON.parse(await readFile(inRepo('package.json'), 'utf8')),
    );
    const kit = inRepo(`dist/gatehouse-qa-${manifest.version}.tgz`);
    const own = ['@playwright/test', '@types/node'].map(
      (name) => `${name}@${manifest.devDependencies[name]}`,
    );
    await writeFile(path.join(folder, 'package.json'), '{"private":true,"type":"module"}');
    const flags = ['--no-audit', '--no-fund', '--prefer-offline'];
    const installed = await inFolder('npm', 'install', ...flags, kit, ...own);
    expect(installed, installed.stderr).toMatchObject({ exitCode: 0 });

    const examples = path.join(folder, 'node_modules/@gatehouse/qa/examples');
    await cp(examples, folder, { recursive: true });
    const check = await inFolder('npx', 'gatehouse-qa', 'check');
    expect(check.stdout).toContain('ok       Gatehouse');

    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(strictTypes));
    const types = await inFolder(
      process.execPath,
      inRepo('node_modules/typescript/bin/tsc'),
      '--project',
      folder,
    );
    expect(types.stdout).toBe('');

    const run = await inFolder('npx', 'playwright', 'test', '--reporter=json');
    const { stats } = reportSchema.parse(JSON.parse(run.stdout));
    expect(stats.unexpected, run.stdout).toBe(0);
    const specs = (await readdir(examples)).filter((name) => name.endsWith('.spec.ts'));
    expect(specs.length).toBeGreaterThanOrEqual(12);
    expect(stats.expected + stats.skipped).toBeGreaterThanOrEqual(specs.length);
    expect(stats.expected).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const strictTypes = {
  compilerOptions: {
    target: 'ES2023',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    strict: true,
    types: ['node'],
    noEmit: true,
    skipLibCheck: true,
  },
  include: ['*.ts'],
};
