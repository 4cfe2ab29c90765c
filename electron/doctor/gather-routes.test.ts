import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { healthyFacts } from '../testing/doctor-facts.ts';
import { askTimeoutMs, gatherRoutes } from './gather-routes.ts';

describe("the facts of the system's settings", () => {
  it('are that they do not come, after a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const http = () => Promise.resolve({ status: 400, statusText: 'Bad Request', body: '' });
    const facts = gatherRoutes({
      env: {},
      probes: { httpBy: () => http, systemProxy: () => new Promise(() => {}) },
      asking: { http, now: () => 0, originator: 'codex_cli_rs' },
      url: 'https://auth.example/oauth/token',
      asked: Promise.resolve({ answer: healthyFacts.tokenEndpoint.answer, clockAheadMs: null }),
    });
    await vi.advanceTimersByTimeAsync(askTimeoutMs);
    expect(await facts).toMatchObject({
      system: { kind: 'unusable', fact: expect.stringContaining('did not say') as string },
      direct: { kind: 'answered' },
    });
  });
});
