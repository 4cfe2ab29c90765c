import { beforeEach, describe, expect, it } from 'vitest';

import { memoryKeyring, type MemoryKeyring } from '../testing/memory-keyring.ts';
import { PromptSparingKeyring } from './prompt-sparing-keyring.ts';

const item = { service: 'Codex Auth', account: 'cli|1' };

describe('a keyring that spares prompts', () => {
  let inner: MemoryKeyring;
  let keyring: PromptSparingKeyring;
  let now = 0;
  beforeEach(() => {
    now = 0;
    inner = memoryKeyring();
    keyring = new PromptSparingKeyring(inner, () => now);
  });

  it('passes everything on while the keyring answers', async () => {
    await keyring.set(item, 'value');
    expect(await keyring.get(item)).toBe('value');
    expect(await keyring.delete(item)).toBe(true);
    expect(await keyring.get(item)).toBeNull();
    expect(inner.questions).toHaveLength(4);
  });

  it('asks a locked keyring once, whatever is wanted afterwards', async () => {
    inner.refuse('locked');
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'locked' });
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'locked' });
    await expect(keyring.set(item, 'value')).rejects.toMatchObject({ code: 'locked' });
    await expect(keyring.delete(item)).rejects.toMatchObject({ code: 'locked' });
    expect(inner.questions).toEqual(['get Codex Auth']);
  });

  it('asks again, once, when the person asks for something', async () => {
    inner.refuse('locked');
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'locked' });
    keyring.allowPrompt();
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'locked' });
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'locked' });
    expect(inner.questions).toHaveLength(2);
    inner.answer();
    keyring.allowPrompt();
    expect(await keyring.get(item)).toBeNull();
  });

  it.each(['locked', 'prompt-dismissed', 'prompt-unanswered'] as const)(
    'asks again after "%s" once the keyring was unlocked or restarted, without a click',
    async (code) => {
      inner.refuse(code);
      await expect(keyring.get(item)).rejects.toMatchObject({ code });
      now += 3_600_000;
      await expect(keyring.get(item)).rejects.toMatchObject({ code });
      expect(inner.questions).toHaveLength(1);
      inner.answer();
      inner.tell({ mark: 'unlocked' });
      expect(await keyring.get(item)).toBeNull();
    },
  );

  it('asks a slow keyring again after a while, later each time', async () => {
    inner.refuse('timed-out');
    for (const [index, waitMs] of [2_000, 5_000, 10_000, 20_000, 20_000].entries()) {
      await expect(keyring.get(item)).rejects.toMatchObject({ code: 'timed-out' });
      now += waitMs - 1;
      await expect(keyring.get(item)).rejects.toMatchObject({ code: 'timed-out' });
      expect(inner.questions).toHaveLength(index + 1);
      now += 1;
    }
    inner.answer();
    expect(await keyring.get(item)).toBeNull();
    inner.refuse('timed-out');
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'timed-out' });
    inner.answer();
    now += 2_000;
    expect(await keyring.get(item)).toBeNull();
  });

  it.each(['no-service', 'failed', 'too-large', 'refused', 'several-items'] as const)(
    'asks again after "%s", which shows no prompt',
    async (code) => {
      inner.refuse(code);
      await expect(keyring.get(item)).rejects.toMatchObject({ code });
      inner.answer();
      expect(await keyring.get(item)).toBeNull();
    },
  );
});
