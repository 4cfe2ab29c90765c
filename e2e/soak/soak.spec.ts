import { setTimeout as delay } from 'node:timers/promises';

import { soakAnnotation, type SoakResult, type SoakSample } from '../../scripts/soak-table.mjs';
import {
  startOddSecretService,
  type OddSecretService,
} from '../../electron/testing/secret-service/odd-secret-service.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { expect, test } from '../fixtures/app.ts';
import { refreshByCodex } from '../fixtures/codex-app-server.ts';
import type { Home } from '../fixtures/command-line.ts';
import { runCodex, runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { secretToolOf } from '../fixtures/secret-service.ts';
import { recordItem, setting } from '../fixtures/stores.ts';
import { forgetBlock, measure, watchMainProcess } from './measures.ts';

const minutes = Number(process.env['GATEHOUSE_SOAK_MINUTES'] ?? 2);
const secondMs = 1000;

// Due a minute after it came, so that there is much to be refreshed.
test.use({ issuerOptions: { accessTokenLifetimeSeconds: 420 } });

interface CommandDeps {
  readonly app: RunningApp;
  readonly odd: OddSecretService;
  readonly issuer: EmbeddedIssuer;
  /** For the programs beside the app. */
  readonly home: Home;
  readonly openWindow: () => Promise<unknown>;
}

type Event = readonly [name: string, happen: (around: CommandDeps) => Promise<void>];

const settle = 4 * secondMs;

/** While the keyring behaves so, for some seconds. */
function keyring(name: string, as: Parameters<OddSecretService['behave']>[0], ms: number): Event {
  return [
    `keyring: ${name}`,
    async ({ odd, app }) => {
      await odd.behave(as);
      await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
      await delay(ms);
      await odd.behaveWell();
    },
  ];
}

/** One after the other, again and again. */
const events: readonly Event[] = [
  ['codex: status', async ({ home }) => void (await runCodex(['login', 'status'], home))],
  keyring('slow by 3 s', { methodDelaysMs: { SearchItems: 3000, OpenSession: 3000 } }, 8000),
  ['window: closed', ({ app }) => closeWindows(app)],
  ['gatehouse: refresh', async ({ home }) => void (await runGatehouse(['refresh'], home))],
  ['window: opened', async ({ openWindow }) => void (await openWindow())],
  keyring('no session', { sessions: 'failed-with-line-breaks' }, 5000),
  ['codex: refresh', async ({ home }) => void (await refreshByCodex(home))],
  [
    'window: closed early',
    async ({ app, openWindow }) => {
      await closeWindows(app);
      await Promise.all([openWindow(), closeWindowWhenThere(app)]);
      await openWindow();
    },
  ],
  [
    'outage: 503',
    async ({ issuer, home }) => {
      issuer.fail({ endpoint: 'token', kind: 'status', status: 503, times: 2 });
      await runGatehouse(['refresh', '--force'], home);
    },
  ],
  keyring('locked and hidden', { locked: 'hidden' }, 5000),
  [
    'outage: Retry-After',
    async ({ issuer, home }) => {
      const headers = { 'retry-after': '10' };
      issuer.fail({ endpoint: 'token', kind: 'status', status: 429, headers });
      await runGatehouse(['refresh', '--force'], home);
    },
  ],
  ['gatehouse: status', async ({ home }) => void (await runGatehouse(['status'], home))],
  [
    'keyring: gone for 3 s',
    async ({ odd }) => {
      await odd.die();
      await delay(3000);
      await odd.comeBack();
    },
  ],
  [
    'sleep',
    async ({ app }) => {
      process.kill(app.pid, 'SIGSTOP');
      await delay(5000);
      process.kill(app.pid, 'SIGCONT');
      await forgetBlock(app);
    },
  ],
  keyring('late saves', { methodDelaysMs: { SetSecret: 3000, CreateItem: 3000 } }, 10_000),
  [
    'outage: connections break',
    async ({ issuer, home }) => {
      issuer.fail({ endpoint: 'token', kind: 'connection-reset', when: 'before' });
      await runGatehouse(['refresh', '--force'], home);
    },
  ],
];

test(`the app for ${minutes} minutes beside an odd keyring, outages, sleeps and other clients`, async ({
  home,
  issuer,
  desktop,
  trayHost,
  launchApp,
  launchAgain,
}, testInfo) => {
  test.setTimeout((minutes + 10) * 60 * secondMs);
  const odd = await startOddSecretService(trayHost.env['DBUS_SESSION_BUS_ADDRESS']);
  await home.configure(setting('keyring'));
  const env = { ...home.env, ...trayHost.env };
  const beside = { ...home, env };
  const tool = secretToolOf(odd.env);
  await tool.store(await recordItem(home), JSON.stringify(await chatgptRecord(issuer, ada)));
  const app = await launchApp({ env: trayHost.env });
  await watchMainProcess(app);

  const around = { app, odd, issuer, home: beside, openWindow: launchAgain };
  const samples: SoakSample[] = [];
  const happened: Record<string, number> = {};
  let lostAt: string | null = null;
  const startedAt = performance.now();
  const elapsedMs = () => Math.round(performance.now() - startedAt);
  for (let turn = 0; elapsedMs() < minutes * 60 * secondMs; turn += 1) {
    const [name, happen] = events[turn % events.length] as Event;
    await happen(around);
    happened[name] = (happened[name] ?? 0) + 1;
    await delay(settle);
    samples.push(await measure(app, elapsedMs()));
    if (turn % events.length === events.length - 1) {
      const failure = await whyNotRefreshed(beside);
      if (failure !== null) lostAt ??= `after ${minutesOf(elapsedMs())} minutes: ${failure}`;
    }
  }
  const failure = await whyNotRefreshed(beside);
  if (failure !== null) lostAt ??= `at the end: ${failure}`;

  const requests = refreshRequestsSince(issuer, 0);
  const result: SoakResult = {
    minutes,
    happened,
    samples,
    refreshes: requests.all.length,
    reuses: issuer.reuses(),
    requestsPerMinute: mostInAMinute(issuer.requests.map(({ receivedAt }) => receivedAt)),
    lostAt,
    logLines: countLines(await desktop.log()),
  };
  testInfo.annotations.push({ type: soakAnnotation, description: JSON.stringify(result) });
  await odd.stop();
  expect.soft(lostAt, 'tokens were lost').toBeNull();
  expect.soft(result.reuses, 'spent tokens were shown again').toBe(0);
  expect.soft(result.requestsPerMinute, 'requests in one minute').toBeLessThan(30);
});

async function closeWindows({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
}

/** Closes the next window before it has loaded its page. */
async function closeWindowWhenThere({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(
    ({ app }) =>
      new Promise<void>((resolve) => {
        app.once('browser-window-created', (_event, window) => {
          setTimeout(() => {
            window.close();
            resolve();
          }, 10);
        });
      }),
  );
}

/**
 * Both programs in turns: each needs the token that the other one was given. A sign-in that is lost
 * stays lost, whereas a program can be told to wait, or meet a keyring that has just begun.
 */
async function whyNotRefreshed(home: Home): Promise<string | null> {
  let failure: string | null = null;
  for (let tries = 0; tries < 3; tries += 1) {
    failure = await failedTurn(home);
    if (failure === null) return null;
    await delay(settle);
  }
  return failure;
}

async function failedTurn(home: Home): Promise<string | null> {
  const { exitCode, stderr } = await runGatehouse(['refresh', '--force'], home);
  if (exitCode !== 0) return `gatehouse refresh ended with ${exitCode}, ${stderr.trim()}`;
  const { authMethod, authToken } = await refreshByCodex(home);
  return authMethod === 'chatgpt' && authToken !== null ? null : 'codex had no token';
}

/** @param ms rounded to whole minutes */
const minutesOf = (ms: number) => Math.round(ms / 60_000);

/** @param times milliseconds, in order. */
function mostInAMinute(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length),
  );
}

/** How many lines of the log there are of each level and event. */
function countLines(log: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of log.split('\n').filter(Boolean)) {
    const { level, event } = JSON.parse(line) as { level: string; event: string };
    const name = `${level} ${event}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
