import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, expectTypeOf, it } from 'vitest';

import { defineTexts, isPlain } from './define-texts.ts';
import type { MessageValues } from './message.ts';

const texts = defineTexts({
  quit: 'Quit Gatehouse',
  person: '{name} ({pid})',
  codex: "Codex's own {file}",
  quoted: "Write '{name}'",
  count: '{count, plural, one {# account} other {# accounts}} of {name}',
  place: '{count, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} try',
  kind: '{kind, select, key {a key} other {an account}}',
  nested:
    '{count, plural, =1 {one, {kind, select, a {{first}} other {}}} other {{others} of #}}, {last}',
  group: { inner: 'Inside of {name}' },
});

describe('a message', () => {
  it('is said as it is written', () => {
    expect(texts.quit()).toBe('Quit Gatehouse');
    expect(texts.person({ name: 'Ada', pid: 4711 })).toBe('Ada (4711)');
    expect(texts.codex({ file: 'auth.json' })).toBe("Codex's own auth.json");
    expect(texts.group.inner({ name: '$& {pid}' })).toBe('Inside of $& {pid}');
  });

  it('follows ICU where it has plurals, choices or quotes', () => {
    expect(texts.count({ count: 1, name: 'Ada' })).toBe('1 account of Ada');
    expect(texts.count({ count: 1200, name: 'Ada' })).toBe('1,200 accounts of Ada');
    expect(texts.place({ count: 22 })).toBe('22nd try');
    expect(texts.kind({ kind: 'key' })).toBe('a key');
    expect(texts.kind({ kind: 'new' })).toBe('an account');
    const values = { kind: 'a', first: 'Ada', others: 2, last: 'end' };
    expect(texts.nested({ count: 1, ...values })).toBe('one, Ada, end');
    expect(texts.nested({ count: 3, ...values })).toBe('2 of 3, end');
  });

  it('quotes braces as ICU does', () => {
    expect(isPlain("Write '{name}'")).toBe(false);
    const inIcu = new IntlMessageFormat("Write '{name}'", 'en').format();
    expect((texts.quoted as () => string)()).toBe(inIcu);
  });
});

describe('the values of a message', () => {
  it('are read off its text', () => {
    expectTypeOf<MessageValues<'No values'>>().toEqualTypeOf<Readonly<{}>>();
    expectTypeOf<MessageValues<'{name} of {count}'>>().toEqualTypeOf<
      Readonly<{ name: string | number; count: string | number }>
    >();
    expectTypeOf(texts.quit).parameters.toEqualTypeOf<[]>();
    expectTypeOf(texts.count)
      .parameter(0)
      .toEqualTypeOf<Readonly<{ count: number; name: string | number }>>();
    expectTypeOf(texts.nested).parameter(0).toEqualTypeOf<
      Readonly<{
        count: number;
        kind: string;
        first: string | number;
        others: string | number;
        last: string | number;
      }>
    >();
    expectTypeOf<MessageValues<'{size, number} since {at, date, short}'>>().toEqualTypeOf<
      Readonly<{ size: number; at: Date }>
    >();
  });
});
