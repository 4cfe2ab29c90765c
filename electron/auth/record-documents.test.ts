import { describe, expect, it } from 'vitest';

import {
  recordDocuments,
  timesThatCodexReads,
  timesThatCodexRefuses,
} from '../testing/record-documents.ts';
import { parseAuthRecord, serializeAuthRecord } from './auth-record.ts';
import { parseRelaxedTimestamp } from './relaxed-timestamp.ts';

describe('a document that Codex reads is read, and one that it refuses is refused', () => {
  it.each(recordDocuments)('$name', ({ text, read }) => {
    expect(parseAuthRecord(text).ok).toBe(read);
  });
});

describe('what was read as a list', () => {
  it('is written as an object that says the same', () => {
    const list = recordDocuments.find(({ name }) => name === 'tokens as a list')?.text ?? '';
    const parsed = parseAuthRecord(list);
    if (!parsed.ok) throw new TypeError(parsed.message);
    const written = parseAuthRecord(serializeAuthRecord(parsed.record, 'compact'));
    expect(written).toEqual(parsed);
    expect(parsed.record.tokens).toMatchObject({ accessToken: 'a', accountId: 'w' });
    expect(parsed.record.document['tokens']).toMatchObject({ login_owner_id: 'owner' });
  });
});

describe('the time of the last refresh', () => {
  it.each(timesThatCodexReads)('%j is %s', (text, instant) => {
    expect(new Date(parseRelaxedTimestamp(text) ?? NaN).toISOString()).toBe(instant);
  });

  it.each(timesThatCodexRefuses)('%j is none', (text) => {
    expect(parseRelaxedTimestamp(text)).toBeNull();
  });
});
