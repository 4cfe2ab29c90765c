import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { policyReportSchema, type CandidateKind } from '../../shared/policy.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { runPolicy } from './policy-command.ts';
import { policyText } from './policy-text.ts';

interface Options {
  readonly name?: string;
  readonly as?: CandidateKind;
}

async function preview(
  make: (file: string) => Promise<void> | void,
  { name = 'requirements.candidate', as }: Options = {},
) {
  const home = await codexHomeInTest();
  const file = path.join(home.folder, name);
  await make(file);
  const { core } = await coreInTest(home);
  const { terminal, said } = capturedTerminal();
  const exitCode = await runPolicy(core, terminal, {
    json: true,
    all: false,
    preview: file,
    as: as ?? null,
  });
  return { ...said, exitCode, file };
}

describe('gatehouse policy --preview', () => {
  it.each<[string, (file: string) => Promise<void> | void, string]>([
    ['nothing', () => {}, 'is not there.'],
    [
      'a folder',
      async (file) => void (await mkdir(file)),
      'cannot be read: it is not a regular file.',
    ],
    [
      'a pipe that nobody writes to',
      (file) => void execFileSync('mkfifo', [file]),
      'cannot be read: it is not a regular file.',
    ],
  ])('is wrong usage with %s, and says why', async (_, make, reason) => {
    const { out, err, exitCode, file } = await preview(make);
    expect({ out, err, exitCode }).toEqual({ out: [], err: [`${file} ${reason}`], exitCode: 2 });
  });

  it.each([
    ['larger than 8 MiB', Buffer.alloc(8 * 1024 * 1024 + 1, '\n'), 'it is larger than 8 MiB'],
    ['no UTF-8', Buffer.from('\uFEFFa = 1\n', 'utf16le'), 'it is not UTF-8 text'],
  ])('finds in a file that is %s the error that it would be', async (_, content, message) => {
    const { out, err, exitCode } = await preview((file) => writeFile(file, content));
    const report = policyReportSchema.parse(JSON.parse(out.join()));
    expect(report).toMatchObject({ state: 'error', previewOf: '/etc/codex/requirements.toml' });
    expect(report.sources).toContainEqual(
      expect.objectContaining({ status: 'unreadable', message, owner: null }),
    );
    expect({ err, exitCode }).toEqual({ err: [], exitCode: 6 });
  });

  it('reads a candidate as the deployed file is read', async () => {
    const { out, exitCode } = await preview((file) =>
      writeFile(file, '\uFEFFallowed_login_methods = ["api"]'),
    );
    expect(policyReportSchema.parse(JSON.parse(out.join()))).toMatchObject({ state: 'compliant' });
    expect(exitCode).toBe(0);
  });

  const allowed = (file: string) => writeFile(file, 'allowed_login_methods = ["api"]');

  it('takes the kind of file from its keys where the name says nothing, and says so', async () => {
    const { out, err, exitCode } = await preview(allowed, { name: 'candidate.toml' });
    expect(JSON.parse(out.join())).toMatchObject({ previewOf: '/etc/codex/requirements.toml' });
    expect(err).toEqual([
      'candidate.toml is taken as a requirements.toml, for its keys have a meaning there only. --as says otherwise.',
    ]);
    expect(exitCode).toBe(0);
  });

  it('says which kind of file it assumed where nothing tells', async () => {
    const either = (file: string) => writeFile(file, '[gatehouse]\nallow_export = false');
    const { out, err, exitCode } = await preview(either, { name: 'candidate.toml' });
    expect(JSON.parse(out.join())).toMatchObject({ previewOf: '/etc/codex/managed_config.toml' });
    expect(err.join()).toContain('a managed_config.toml is assumed');
    expect(exitCode).toBe(0);
  });

  it.each<[string, Options]>([
    ['by its name', { name: 'managed_config.toml' }],
    ['by --as', { as: 'managedConfig' }],
  ])('is an error where no policy counts in what the file is %s', async (_, options) => {
    const { out, err, exitCode } = await preview(allowed, options);
    const report = policyReportSchema.parse(JSON.parse(out.join()));
    expect(report).toMatchObject({ state: 'error', warnings: [{ kind: 'misplacedKey' }] });
    expect(policyText(report, false)).toMatch(
      /^This file would do nothing: No policy in it has a meaning in/m,
    );
    expect({ err, exitCode }).toEqual({ err: [], exitCode: 6 });
  });

  it('only warns of a misplaced policy beside one that counts', async () => {
    const both = (file: string) =>
      writeFile(file, 'allowed_login_methods = ["api"]\nforced_login_method = "api"');
    const { out, exitCode } = await preview(both, { as: 'managedConfig' });
    expect(JSON.parse(out.join())).toMatchObject({
      state: 'attention',
      warnings: [{ kind: 'misplacedKey' }],
    });
    expect(exitCode).toBe(0);
  });
});
