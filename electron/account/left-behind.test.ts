import { describe, expect, it } from 'vitest';

import type { CodexConfig } from '../policy/codex-config.ts';
import { leftBehind } from './left-behind.ts';

const file = '/home/ada/.codex/config.toml';

function settings(table: unknown): Pick<CodexConfig, 'layers' | 'documents'> {
  return {
    layers: [{ kind: 'userConfig', family: 'config', place: file }] as never,
    documents: new Map([[file, { kind: 'table', source: file, table }]]),
  };
}

describe('what a sign-out leaves behind', () => {
  it('is the provider that codex logout takes out', () => {
    const [sentence] = leftBehind(settings({ model_provider: 'amazon-bedrock' }), []);
    expect(sentence).toContain(`${file} still says model_provider = "amazon-bedrock".`);
  });

  it.each([
    [{}],
    [{ model_provider: 'openai' }],
    [{ model_provider: 5 }],
    [{ model: 'amazon-bedrock' }],
    [null],
  ])('is nothing with %j', (table) => {
    expect(leftBehind(settings(table), [])).toEqual([]);
  });

  it('are the kept sign-ins', () => {
    const kept = { kind: 'newer', id: 'a' } as const;
    expect(leftBehind(settings({}), [kept])).toEqual([
      '1 sign-in is still kept on this device. See "gatehouse kept".',
    ]);
    expect(leftBehind(settings({}), [kept, kept])[0]).toContain('2 sign-ins are');
  });
});
