import { EventEmitter } from 'node:events';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Ending, endingSignals } from './ending.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function world(platform: NodeJS.Platform = 'linux') {
  const end = vi.fn();
  const say = vi.fn();
  const ending = new Ending({ end, say });
  const signalled = Object.assign(new EventEmitter(), { platform });
  ending.listenTo(signalled);
  ending.attend();
  const stake = { isThere: false };
  ending.protect(() => stake.isThere);
  return { ending, end, say, stake, send: (signal: NodeJS.Signals) => signalled.emit(signal) };
}

const all = [
  ...endingSignals('linux').map((signal) => ['linux', signal] as const),
  ...endingSignals('darwin').map((signal) => ['darwin', signal] as const),
  ...endingSignals('win32').map((signal) => ['win32', signal] as const),
];

describe.each(all)('on %s, %s', (platform, signal) => {
  it('cancels first, and ends the program when it comes again', () => {
    const { ending, end, send } = world(platform);
    send(signal);
    expect(ending.signal.aborted).toBe(true);
    expect(end).not.toHaveBeenCalled();
    send(signal);
    expect(end).toHaveBeenCalledWith(signal);
  });

  it('ends nothing while new tokens are not saved, however often it comes', () => {
    const { end, say, stake, send } = world(platform);
    stake.isThere = true;
    for (let times = 0; times < 10; times += 1) send(signal);
    vi.advanceTimersByTime(60_000);
    expect(end).not.toHaveBeenCalled();
    expect(say).toHaveBeenCalledTimes(1);
    stake.isThere = false;
    send(signal);
    expect(end).toHaveBeenCalledWith(signal);
  });
});

it('ends what does not end by itself, five seconds after it was asked', () => {
  const { end, send } = world();
  send('SIGHUP');
  vi.advanceTimersByTime(4_900);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(end).toHaveBeenCalledWith('SIGHUP');
});

it('ends even what is at stake, two minutes after it was asked', () => {
  const { end, stake, send } = world();
  stake.isThere = true;
  send('SIGTERM');
  vi.advanceTimersByTime(119_000);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(end).toHaveBeenCalledWith('SIGTERM');
});

it('knows Ctrl-Break and a closed console of Windows, and Ctrl-\\ of the others', () => {
  expect(endingSignals('win32')).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']);
  expect(endingSignals('linux')).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']);
});

it('leaves signals to the system until there is something to attend to, and afterwards', () => {
  const ending = new Ending({ end: vi.fn(), say: vi.fn() });
  const signalled = Object.assign(new EventEmitter(), { platform: 'linux' as const });
  const heard = () => signalled.listenerCount('SIGINT');
  ending.listenTo(signalled);
  expect(heard()).toBe(0);
  ending.attend();
  ending.attend();
  expect(heard()).toBe(1);
  ending.leave();
  expect(heard()).toBe(0);
});

it('hears what comes once signals can be listened to, where that is later', () => {
  const ending = new Ending({ end: vi.fn(), say: vi.fn() });
  const signalled = Object.assign(new EventEmitter(), { platform: 'linux' as const });
  ending.attend();
  ending.listenTo(signalled);
  signalled.emit('SIGTERM');
  expect(ending.signal.aborted).toBe(true);
});
