import { describe, expect, it, vi } from 'vitest';

import type { PolicyCandidate, PolicyPreview } from '../../shared/policy.ts';
import { policyReport } from '../../shared/testing/policy-report.ts';
import type { ConfigBytes } from '../adapters/config-file.ts';
import type { Violation } from '../policy/verdict.ts';
import { inWordsOfCodex, type SayReason } from '../policy/violation-text.ts';
import { testNow } from '../testing/credentials.ts';
import { policyRequests } from './policy-requests.ts';

const report = policyReport();

const bytes = new TextEncoder().encode('a = 1');
const facts = { ownerId: 0, mode: 0o644, readFrom: null, folders: [] };

const found: PolicyPreview = {
  name: 'managed_config.toml',
  kind: 'managedConfig',
  because: 'name',
  report: { ...report, previewOf: '/etc/codex/managed_config.toml' },
};

const sentAway = `${JSON.stringify({ ...report, platform: 'words of Codex' }, null, 2)}\n`;

/** Whose words a report is in, for a violation that both have words for. */
function wordsOf(say: SayReason): string {
  const said = say({
    kind: 'violated',
    rule: 'forcedMethod',
    source: '/etc/codex/managed_config.toml',
    message: 'words of Codex',
    plain: 'plain words',
  } as Violation);
  return said;
}

interface World {
  readonly file?: string | null;
  readonly content?: ConfigBytes;
}

function world({ file = '/home/ada/managed_config.toml', content }: World = {}) {
  const preview = vi.fn((_candidate: PolicyCandidate, say: SayReason = inWordsOfCodex) => ({
    ...found,
    name: `${found.name}, ${wordsOf(say)}`,
  }));
  const reportIn = (say: SayReason = inWordsOfCodex) => ({ ...report, platform: wordsOf(say) });
  const copyText = vi.fn();
  const writeFile = vi.fn((_file: string, _text: string) => Promise.resolve());
  const chooseFile = vi.fn(() => Promise.resolve(file));
  const requests = policyRequests({
    policy: { report: reportIn, preview },
    workspaceNames: { get: () => ({}) },
    chooseFile,
    readFile: () => Promise.resolve(content ?? { kind: 'bytes', bytes, facts }),
    copyText,
    exporting: { chooseFile, writeFile },
    now: () => testNow,
  });
  return { requests, preview, copyText, writeFile, chooseFile };
}

it('hands a candidate to the rules as it is', () => {
  const { requests, preview } = world();
  const candidate = { name: 'managed_config.toml', bytes, as: null };
  expect(requests.preview(candidate)).toMatchObject({ report: found.report });
  expect(preview.mock.lastCall?.[0]).toBe(candidate);
});

it('speaks to people on the page', () => {
  const { requests } = world();
  expect(requests.get().platform).toBe('plain words');
  const candidate = { name: 'managed_config.toml', bytes, as: null };
  expect(requests.preview(candidate).name).toBe('managed_config.toml, plain words');
});

describe('a candidate that the person chooses', () => {
  it('is a name and bytes, whatever they say', async () => {
    const { requests } = world();
    expect(await requests.chooseCandidate()).toEqual({
      name: 'managed_config.toml',
      bytes,
      as: null,
    });
  });

  it('is none where they choose none', async () => {
    const { requests } = world({ file: null });
    expect(await requests.chooseCandidate()).toBeNull();
  });

  it.each<[ConfigBytes, string]>([
    [{ kind: 'absent' }, 'managed_config.toml is not there.'],
    [
      { kind: 'unreadable', message: 'it is not a regular file' },
      'managed_config.toml cannot be read: it is not a regular file.',
    ],
  ])('says why it cannot be read (%#)', async (content, message) => {
    const { requests } = world({ content });
    await expect(requests.chooseCandidate()).rejects.toMatchObject({
      code: 'file-unreadable',
      message,
    });
  });
});

describe('an export', () => {
  it('is suggested with the day and the format in its name', async () => {
    const { requests, chooseFile } = world();
    await requests.export('csv');
    expect(chooseFile).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'gatehouse-policy-2026-01-22.csv' }),
    );
  });

  it('writes the whole report in the words of Codex, or its table', async () => {
    const { requests, writeFile } = world({ file: '/tmp/x' });
    expect(await requests.export('json')).toBe('saved');
    expect(writeFile).toHaveBeenLastCalledWith('/tmp/x', sentAway);
    await requests.export('csv');
    expect(writeFile).toHaveBeenLastCalledWith('/tmp/x', expect.stringMatching(/^Policy,/));
  });
});

it('copies the whole report in the words of Codex', async () => {
  const { requests, copyText } = world();
  await requests.copy();
  expect(copyText).toHaveBeenCalledWith(sentAway);
});
