import { expect, it } from 'vitest';

import { maxSettingsBytes } from '../../shared/policy.ts';
import { settingsContent } from './config-content.ts';

it('takes one mark of the byte order away, and no second one', () => {
  expect(settingsContent(Buffer.from('\uFEFFa = 1'))).toEqual({ kind: 'text', text: 'a = 1' });
  expect(settingsContent(Buffer.from('\uFEFF\uFEFFa = 1'))).toEqual({
    kind: 'text',
    text: '\uFEFFa = 1',
  });
});

it('reads as much as is allowed, and no byte more', () => {
  expect(settingsContent(Buffer.alloc(maxSettingsBytes, '#'))).toMatchObject({ kind: 'text' });
  expect(settingsContent(Buffer.alloc(maxSettingsBytes + 1, '#'))).toEqual({
    kind: 'unreadable',
    message: 'it is larger than 8 MiB',
  });
});

it('puts nothing in the place of what is no UTF-8', () => {
  expect(settingsContent(Buffer.from('# Büro', 'latin1'))).toEqual({
    kind: 'unreadable',
    message: 'it is not UTF-8 text',
  });
});
