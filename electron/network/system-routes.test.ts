import { describe, expect, it } from 'vitest';

import { directly } from './routes.ts';
import { routesOfSystem } from './system-routes.ts';

const target = new URL('https://auth.openai.com/oauth/token');
const unanswered = {
  kind: 'unusable',
  fact: 'The system did not say which proxy its settings want.',
};

describe("the answer of the system's settings", () => {
  it('is what they say of the address', async () => {
    const asked: URL[] = [];
    const systemProxy = (url: URL) => {
      asked.push(url);
      return Promise.resolve('DIRECT');
    };
    const { signal } = new AbortController();
    expect(await routesOfSystem(systemProxy, target, signal)).toEqual({
      kind: 'routes',
      routes: directly,
    });
    expect(asked).toEqual([target]);
  });

  it('is told to be missing where they fail', async () => {
    const systemProxy = () => Promise.reject(new Error('no such service'));
    const { signal } = new AbortController();
    expect(await routesOfSystem(systemProxy, target, signal)).toMatchObject(unanswered);
  });

  it('is waited for until the signal', async () => {
    const abort = new AbortController();
    const decision = routesOfSystem(() => new Promise(() => {}), target, abort.signal);
    abort.abort();
    expect(await decision).toMatchObject(unanswered);
    expect(await routesOfSystem(() => new Promise(() => {}), target, abort.signal)).toMatchObject(
      unanswered,
    );
  });
});
