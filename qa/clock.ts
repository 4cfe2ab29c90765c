import { readFileSync } from 'node:fs';

import { asset } from './assets.ts';
import type { RunningApp } from './running-app.ts';

/** Parts of a time span, which are added up. */
export interface TimeSpan {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/**
 * One clock for issuer, app, window and `gatehouse` command. It goes on like the machine's, and can be
 * moved. The Codex CLI, times of files and timers keep the machine's.
 *
 * The app has no part in this: what moves its clock is loaded into it, which Electron allows for an
 * app that is not packaged alone.
 */
export interface TestClock {
  /** In milliseconds since the epoch; also what the issuer asks. */
  now(): number;
  /** For programs that are started from now on; empty while the clock is the machine's. */
  env(): Readonly<Record<string, string>>;
  /**
   * Moves on, or back with negative parts. Running apps then learn what they learn when a machine
   * wakes up, and do what is due.
   */
  moveOn(span: TimeSpan): Promise<void>;
  /** Moves an app's clock along from now on. */
  follow(app: RunningApp): Promise<void>;
}

const clockVariable = 'GATEHOUSE_QA_CLOCK_OFFSET';

/** What Electron or Node load first, so that a program's clock is the one of its environment. */
export function clockArguments(env: Readonly<Record<string, string>>): readonly string[] {
  return env[clockVariable] === undefined ? [] : ['-r', asset('test-clock.cjs')];
}

export function createTestClock(): TestClock {
  const apps = new Set<RunningApp>();
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    env: (): Record<string, string> =>
      offsetMs === 0 ? {} : { [clockVariable]: String(offsetMs) },
    async moveOn(span) {
      offsetMs += millisecondsOf(span);
      for (const app of apps) {
        if (app.hasEnded()) apps.delete(app);
        else await moveClockOf(app, offsetMs);
      }
    },
    async follow(app) {
      apps.add(app);
      if (offsetMs !== 0) await moveClockOf(app, offsetMs);
    },
  };
}

function millisecondsOf({ days = 0, hours = 0, minutes = 0, seconds = 0 }: TimeSpan): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** The script makes the clock that can be moved, once. */
interface MovableClock {
  gatehouseTestClock?: { move(offsetMs: number): void };
}

async function moveClockOf({ electron, window }: RunningApp, offsetMs: number): Promise<void> {
  const script = readFileSync(asset('test-clock.cjs'), 'utf8');
  const move = { script, offsetMs };
  await electron.evaluate(({ powerMonitor }, { script: source, offsetMs: by }) => {
    // In the global scope, as a preloaded script is.
    const run = eval as (code: string) => void;
    run(source);
    (globalThis as MovableClock).gatehouseTestClock?.move(by);
    powerMonitor.emit('resume');
  }, move);
  if (window.isClosed()) return;
  // Pages are refused to evaluate strings, so that this comes as a script of the debugger.
  const inPage = `globalThis.process ??= { env: {} };\n${script}\nglobalThis.gatehouseTestClock.move(${offsetMs});
dispatchEvent(new Event('focus'));`;
  await window.addInitScript(inPage);
  await window.evaluate(`(() => {${inPage}})()`);
}
