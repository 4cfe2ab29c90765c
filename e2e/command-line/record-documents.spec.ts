import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { parseAuthRecord } from '../../electron/auth/auth-record.ts';
import { recordDocuments, type RecordDocument } from '../../electron/testing/record-documents.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runCodex } from '../fixtures/programs.ts';

/** What the CLI says of a document that it cannot read; of others it says all kinds of things. */
const refusal = /failed to deserialize CLI auth|stream did not contain valid UTF-8/;

async function isReadByCodex(text: string): Promise<boolean> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-document-'));
  try {
    await writeFile(path.join(home, 'auth.json'), text);
    // Nothing that a document says may make the CLI ask anybody.
    const env = { HOME: home, CODEX_HOME: home, HTTPS_PROXY: 'http://127.0.0.1:9' };
    const { exitCode, stderr } = await runCodex(['login', 'status'], { env });
    if (exitCode !== 0 && exitCode !== 1) throw new Error(`the CLI ended with ${exitCode}`);
    return !refusal.test(stderr);
  } finally {
    await rm(home, { recursive: true });
  }
}

const atOnce = 3;
const perTest = 24;

function inParts<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) =>
    all.slice(part * size, (part + 1) * size),
  );
}

interface Verdict extends Pick<RecordDocument, 'name'> {
  readonly codex: boolean;
  readonly gatehouse: boolean;
}

test.describe('Gatehouse reads what the real Codex CLI reads, and refuses what it refuses', () => {
  inParts(recordDocuments, perTest).forEach((documents, part) => {
    const first = part * perTest + 1;
    test(`documents ${first} to ${first + documents.length - 1}${sampled(part, 9)}`, async () => {
      // On a loaded machine each start of the CLI takes many seconds.
      test.setTimeout(900_000);
      const verdicts: Verdict[] = [];
      for (const some of inParts(documents, atOnce)) {
        verdicts.push(
          ...(await Promise.all(
            some.map(async ({ name, text }) => {
              const gatehouse = parseAuthRecord(text).ok;
              return { name, codex: await isReadByCodex(text), gatehouse };
            }),
          )),
        );
      }
      expect(verdicts.filter(({ codex, gatehouse }) => codex !== gatehouse)).toEqual([]);
      const written = documents.map(({ name, read }) => ({ name, codex: read }));
      expect(verdicts.map(({ name, codex }) => ({ name, codex }))).toEqual(written);
    });
  });
});
