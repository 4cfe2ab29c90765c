import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { newSealKey } from '../../electron/saved-accounts/account-seal.ts';
import type { OddSecretService } from '../../electron/testing/secret-service/odd-secret-service.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { storeVariants } from '../fixtures/stores.ts';
import {
  accountWorld,
  empty,
  expect,
  idOf,
  restore,
  test,
  type AccountWorld,
} from './accounts/account-world.ts';
import { judge, usedByCodex } from './accounts/judge.ts';
import {
  buildAccountProgram,
  callsIn,
  pausedAt,
  recording,
  spread,
  type SystemCall,
} from './accounts/traced-program.ts';
import { counts } from './counts.ts';
import { recordResult } from './results.ts';

const run = promisify(execFile);

/** Mounts need root. */
const canMount = process.geteuid?.() === 0;

test.use({ issuerOptions: { revokeFamilyOnReuse: true } });

const work = { do: 'switch', id: idOf(grace) } as const;

/** Something goes wrong at a step of a switch. @returns what makes it right again. */
interface Fault {
  readonly name: string;
  readonly needsMounts: boolean;
  begin(world: AccountWorld): Promise<() => Promise<void>>;
}

const faults: readonly Fault[] = [
  {
    name: 'a full disk',
    needsMounts: true,
    async begin({ home, data }) {
      const fillers = [home, data].map((folder) => path.join(folder, 'filler'));
      for (const filler of fillers) await fill(filler);
      return async () => {
        for (const filler of fillers) await rm(filler);
      };
    },
  },
  {
    name: 'a home that can only be read',
    needsMounts: true,
    begin: ({ home }) => readOnly(home),
  },
  {
    name: 'a data folder that can only be read',
    needsMounts: true,
    begin: ({ data }) => readOnly(data),
  },
  {
    name: 'a keyring that is locked, and its prompt dismissed',
    needsMounts: false,
    begin: ({ keyring }) => locked(keyring, 'dismissed'),
  },
  {
    name: 'a keyring that is locked, and its prompt not answered for a minute',
    needsMounts: false,
    async begin({ keyring }) {
      const end = await locked(keyring, 'unanswered');
      const answering = setTimeout(() => void keyring.answer('confirmed'), counts.unansweredMs);
      return () => {
        clearTimeout(answering);
        return end();
      };
    },
  },
  {
    name: 'a keyring that is gone',
    needsMounts: false,
    async begin({ keyring }) {
      await keyring.die();
      return () => keyring.comeBack();
    },
  },
  {
    name: 'a keyring with another key',
    needsMounts: false,
    async begin({ keyring }) {
      const { items } = await keyring.report();
      const { identity } = await newSealKey();
      const put = async (isOther: boolean): Promise<void> => {
        const now = (await keyring.report()).items;
        await keyring.empty();
        for (const item of now) {
          const before = items.find((one) => one.attributes['username'] === accountsKey);
          const isKey = item.attributes['username'] === accountsKey;
          const value = isOther ? identity : (before?.value ?? identity);
          await keyring.add(isKey ? { ...item, value } : item);
        }
      };
      await put(true);
      return () => put(false);
    },
  },
];

const accountsKey = 'saved-accounts';

async function locked(
  keyring: OddSecretService,
  unlock: 'dismissed' | 'unanswered',
): Promise<() => Promise<void>> {
  const prompts = { create: unlock, delete: unlock, unlock } as const;
  await keyring.behave({ locked: 'shown', prompts });
  return () => keyring.behaveWell();
}

/** Until nothing more fits. */
async function fill(name: string): Promise<void> {
  const file = await open(name, 'w');
  const fits = (bytes: number): Promise<boolean> =>
    file.write(Buffer.alloc(bytes)).then(
      ({ bytesWritten }) => bytesWritten === bytes,
      () => false,
    );
  for (const bytes of [65_536, 4_096, 1]) while (await fits(bytes));
  await file.close();
}

/** Room for the databases of the Codex CLI. */
const diskSize = '64m';

/** Whoever opens a file from now on finds a folder that nothing can be changed in. */
async function readOnly(folder: string): Promise<() => Promise<void>> {
  await run('mount', ['--bind', folder, folder]);
  await run('mount', ['-o', 'remount,bind,ro', folder]);
  return async () => void (await run('umount', ['--lazy', folder]));
}

/** One step of each kind: each file that is put in place, each lock, and the keyring in between. */
function isStep({ what }: SystemCall): boolean {
  return /^(rename|unlink) |^openat .*lock$/.test(what);
}

/** What `npm test` takes. */
const sampled = new Set(['a full disk: file']);

for (const fault of faults) {
  for (const variant of storeVariants.filter(({ name }) => !name.includes('encrypted'))) {
    const isSampled = sampled.has(`${fault.name}: ${variant.name}`);
    test(`a switch that meets ${fault.name} at any step is refused unchanged, or finished: ${variant.name}${longUnless(isSampled)}`, async ({
      home,
      issuer,
      keyring,
    }, testInfo) => {
      test.skip(fault.needsMounts && !canMount, 'only root can mount');
      test.setTimeout(counts.isFull ? 3_600_000 : 180_000);
      const world = await accountWorld(home, issuer, keyring);
      const folders = [world.home, world.data];
      const program = await buildAccountProgram();
      const { env } = world;
      const faultsFound: string[] = [];
      let [lost, refused, finished] = [0, 0, 0];
      const told = new Set<string>();
      try {
        if (fault.needsMounts) {
          for (const folder of folders) {
            await run('mount', ['-t', 'tmpfs', '-o', `size=${diskSize},mode=700`, 'none', folder]);
          }
        }
        await home.configure(variant.config);
        await restore(world);
        await judge(world, { people: [ada, grace], asksCodex: false });
        await restore(world);
        const recorded = await program.start({ env, work, strace: recording });
        const { log } = await recorded.end;
        await judge(world, { people: [ada, grace], asksCodex: false });
        const calls = callsIn(log, recorded.threads, folders);
        const asked = calls.filter(({ what }) => what === 'write the keyring');
        const steps = [...spread(asked, counts.stepsOfTheKeyring), ...calls.filter(isStep)];
        for (const step of spread(steps, counts.stepsOfAFault)) {
          await restore(world);
          let end = (): Promise<void> => Promise.resolve();
          const { answer, errors } = await pausedAt(program, { env, work }, step, async () => {
            end = await fault.begin(world);
          });
          await end();
          const uses = await usedByCodex(world);
          const expected = answer?.kind === 'done' ? grace.userId : ada.userId;
          const at = `${step.what} #${step.ordinal}`;
          if (answer === null) faultsFound.push(`${at}: it broke off: ${errors}`);
          else if (uses !== expected) {
            faultsFound.push(`${at}: Codex uses ${uses} after: ${answer.message}`);
          }
          if (answer?.kind === 'done') finished += 1;
          else refused += 1;
          if (answer?.kind === 'failed') told.add(answer.message);
          const verdict = await judge(world, { people: [ada, grace], asksCodex: false });
          faultsFound.push(...verdict.faults.map((found) => `${at}: ${found}`));
          lost += verdict.lost.length;
          if (verdict.lost.length > 0 || verdict.faults.length > 0) await empty(world);
        }
      } finally {
        await program.remove();
        if (fault.needsMounts) {
          for (const folder of folders) await run('umount', ['--lazy', folder]);
        }
      }
      recordResult(testInfo, {
        what: `A switch that meets ${fault.name}: ${variant.name}`,
        rounds: refused + finished,
        requests: null,
        reuses: issuer.reuses(),
        lost,
        usable: refused + finished - lost,
        note: `${refused} refused, ${finished} finished; told: ${[...told].join(' / ')}`,
      });
      expect(faultsFound).toEqual([]);
      expect(lost).toBe(0);
      expect(issuer.reuses()).toBe(0);
      for (const message of told) expect(message).toMatch(/\.$/);
    });
  }
}
