import { describe, expect, it, vi } from 'vitest';

import type { AppState } from '../../shared/app-state.ts';
import { appState } from '../../shared/testing/app-state.ts';
import { Visibility } from './visibility.ts';

const enforced: AppState['notices'][number] = {
  id: 'enforced',
  severity: 'error',
  title: '',
  message: '',
  action: 'dismiss',
  actionLabel: '',
};

/** `trayAnswers` are given one by one, the last one for ever. */
function world(trayAnswers: readonly boolean[], stateAfterReload: AppState = appState()) {
  const answers = [...trayAnswers];
  let isOpen = false;
  let wasOpened = false;
  let state = appState();
  const open = (): void => void (isOpen = wasOpened = true);
  const window = { show: vi.fn(open), isOpen: () => isOpen, wasOpened: () => wasOpened };
  const tray = {
    offer: vi.fn(() => Promise.resolve(answers.length > 1 ? answers.shift()! : answers[0]!)),
  };
  const account = {
    reload: vi.fn(() => {
      state = stateAfterReload;
      return Promise.resolve();
    }),
  };
  const quit = vi.fn();
  const stayed = vi.fn();
  let time = 0;
  const now = () => time;
  const delay = vi.fn((delayMs: number) => {
    time += delayMs;
    return Promise.resolve();
  });
  const publisher = { get: () => state };
  const visibility = new Visibility({
    window,
    tray,
    account,
    publisher,
    delay,
    now,
    quit,
    stayed,
  });
  const close = (): void => void (isOpen = false);
  return { visibility, window, tray, account, quit, stayed, delay, open, close };
}

describe('an ordinary start', () => {
  it('shows the window before anything else, and offers the icon', async () => {
    const { visibility, window, tray } = world([false]);
    await visibility.start(false);
    expect(window.show).toHaveBeenCalledBefore(tray.offer);
    expect(tray.offer).toHaveBeenCalledOnce();
  });

  it('leaves a window as it is that was opened before the sign-in was read', async () => {
    const { visibility, window, open } = world([true]);
    open();
    await visibility.start(false);
    expect(window.show).not.toHaveBeenCalled();
  });

  it.each([
    [true, 0],
    [false, 1],
  ])('does not open one again that was closed before (tray: %s)', async (hasTray, quits) => {
    const { visibility, window, quit, open, close } = world([hasTray]);
    open();
    close();
    await visibility.start(false);
    expect(window.show).not.toHaveBeenCalled();
    expect(quit).toHaveBeenCalledTimes(quits);
  });
});

describe('a hidden start', () => {
  it('stays in the tray and looks after the account', async () => {
    const { visibility, window, account } = world([true]);
    await visibility.start(true);
    expect(window.show).not.toHaveBeenCalled();
    expect(account.reload).toHaveBeenCalledOnce();
  });

  it('waits for a panel that comes up after the program', async () => {
    const { visibility, window, delay } = world([false, false, true]);
    await visibility.start(true);
    expect(delay).toHaveBeenCalledTimes(2);
    expect(window.show).not.toHaveBeenCalled();
  });

  it('shows the window where there is no tray before long', async () => {
    const { visibility, window } = world([false]);
    await visibility.start(true);
    expect(window.show).toHaveBeenCalledOnce();
  });

  it('shows the window when a rule has signed the person out', async () => {
    const { visibility, window } = world([true], appState({ notices: [enforced] }));
    await visibility.start(true);
    expect(window.show).toHaveBeenCalledOnce();
  });
});

describe('closing the window', () => {
  it('leaves the program in the tray, and has that told', async () => {
    const { visibility, quit, stayed } = world([true]);
    await visibility.allClosed();
    expect(quit).not.toHaveBeenCalled();
    expect(stayed).toHaveBeenCalledOnce();
  });

  it('ends the program where the person does not want it in the tray', async () => {
    const keepInTray = { kind: 'known', state: 'off', lock: null, problem: null } as const;
    const { settings } = appState();
    const { visibility, quit, tray } = world(
      [true],
      appState({ settings: { ...settings, keepInTray } }),
    );
    await visibility.start(true);
    tray.offer.mockClear();
    await visibility.allClosed();
    expect(quit).toHaveBeenCalledOnce();
    expect(tray.offer).not.toHaveBeenCalled();
  });

  it('ends the program where nobody could reach it any more', async () => {
    const { visibility, quit, stayed } = world([true, false]);
    await visibility.start(true);
    await visibility.allClosed();
    expect(quit).toHaveBeenCalledOnce();
    expect(stayed).not.toHaveBeenCalled();
  });

  it('does not end it when a window was opened meanwhile', async () => {
    const { visibility, window, quit } = world([false]);
    const closed = visibility.allClosed();
    window.show();
    await closed;
    expect(quit).not.toHaveBeenCalled();
  });
});

describe('a sign-in begun in the tray', () => {
  const device = appState({
    signIn: { kind: 'waitingForDevice', verificationUrl: '', userCode: '', expiresAt: 0 },
  });

  it('opens the window for the device code, once', () => {
    const { visibility, window, close } = world([true]);
    visibility.update(device);
    close();
    visibility.update(device);
    expect(window.show).toHaveBeenCalledOnce();
  });

  it('leaves a window that is open alone, wherever it is', () => {
    const { visibility, window } = world([true]);
    window.show();
    visibility.update(device);
    expect(window.show).toHaveBeenCalledOnce();
  });
});
