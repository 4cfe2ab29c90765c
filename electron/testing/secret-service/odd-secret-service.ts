import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { build } from 'vite';

import {
  control,
  reportSchema,
  wellBehaved,
  type Behaviour,
  type OddItem,
  type OddReport,
  type Order,
} from './behaviour.ts';
import { connectToBus } from './bus-connection.ts';
import { endProcess, startSessionBus, type SessionBus } from './session-bus.ts';

/** A Secret Service that behaves as it is told, on a session bus of its own. */
export interface OddSecretService {
  /** For the programs that shall find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the service, to stop and continue it by SIGSTOP and SIGCONT. */
  readonly pid: number;
  /** Members that are left out stay as they are. */
  behave(as: Partial<Behaviour>): Promise<void>;
  /** As it was at the start, with what is in it. */
  behaveWell(): Promise<void>;
  /** All items as they are, and the calls since the start or {@link empty}. */
  report(): Promise<OddReport>;
  /** Adds an item, beside one of the same attributes too. */
  add(item: Partial<OddItem>): Promise<void>;
  /** Removes all items, and what was counted. */
  empty(): Promise<void>;
  /** The person answers the prompts that stand. */
  answer(outcome: 'confirmed' | 'dismissed'): Promise<void>;
  /** Leaves the bus until {@link comeBack}; its items are there again then. */
  die(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the service as a process, {@link wellBehaved} and empty.
 *
 * @param busAddress of a session bus that is there; one of its own is made where it is left out.
 */
export async function startOddSecretService(busAddress?: string): Promise<OddSecretService> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-odd-'));
  const runtime = path.join(folder, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const [program, bus] = await Promise.all([
    buildProgram(folder),
    busAddress === undefined ? startSessionBus(folder) : others(busAddress),
  ]);
  const service = spawn(process.execPath, [program, bus.address], {
    // Where Playwright or Electron runs this, the program is a plain one all the same.
    env: { PATH: process.env['PATH'], ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: service.stdout }), 'line');
  const caller = await connectToBus(bus.address);

  async function order(one: Order): Promise<OddReport> {
    const { name: destination, path: at, interface: of, method: member } = control;
    const values = { signature: 's', body: [JSON.stringify(one)] };
    const [answer] = await caller.call({ destination, path: at, interface: of, member }, values);
    return reportSchema.parse(JSON.parse(String(answer)));
  }

  async function tell(one: Order): Promise<void> {
    await order(one);
  }

  return {
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address, XDG_RUNTIME_DIR: runtime },
    pid: service.pid ?? 0,
    behave: (as) => tell({ do: 'behave', as }),
    behaveWell: () => tell({ do: 'behave', as: wellBehaved }),
    report: () => order({ do: 'report' }),
    add: (item) => tell({ do: 'add', item }),
    empty: () => tell({ do: 'empty' }),
    answer: (outcome) => tell({ do: 'answer', with: outcome }),
    die: () => tell({ do: 'die' }),
    comeBack: () => tell({ do: 'come-back' }),
    async stop() {
      await caller.leave();
      await endProcess(service);
      await bus.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A bus that goes on when the service has ended. */
function others(address: string): SessionBus {
  return { address, stop: () => Promise.resolve() };
}

/** Builds the program, since Node runs no TypeScript by itself. @returns its file. */
async function buildProgram(outDir: string): Promise<string> {
  const name = 'odd-secret-service-program';
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: path.join(outDir, 'program'),
      ssr: path.join(import.meta.dirname, `${name}.ts`),
      rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.mjs` } },
    },
    ssr: { noExternal: true },
  });
  return path.join(outDir, 'program', `${name}.mjs`);
}
