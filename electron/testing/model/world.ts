import type { LocationKind } from '../../store/locations/credential-location.ts';
import { storePlan, type KeyringVariant } from '../../store/store-plan.ts';
import { numberOf } from './intern.ts';
import { ModelIssuer } from './issuer.ts';
import type { Program } from './program.ts';

export type ModelHome = '/home-1' | '/home-2';

export const modelHomes: readonly ModelHome[] = ['/home-1', '/home-2'];

export type ModelMode = 'file' | 'keyring' | 'auto';

/** How a home keeps its sign-in. */
export interface ModelStore {
  readonly mode: ModelMode;
  readonly keyring: KeyringVariant;
}

/** What outlives every program: disk, keyring and issuer; and what is so at the moment. */
export class ModelWorld {
  readonly store: ModelStore;
  /** Files and items by their name; all of it is durable at once. */
  readonly durable: Map<string, string>;
  readonly issuer: ModelIssuer;
  /** By the program that holds them. */
  readonly locks = new Map<string, Program>();
  readonly codex = new Map<string, ModelHome>();
  /** Homes in which a `codex login` waits for its browser. */
  readonly signingIn = new Set<ModelHome>();
  /** Seen on the way, and never allowed. */
  readonly violations: string[] = [];
  /** What programs say of their end. */
  readonly told: string[] = [];

  constructor(store: ModelStore, durable = new Map<string, string>(), issuer = new ModelIssuer()) {
    this.store = store;
    this.durable = durable;
    this.issuer = issuer;
  }

  copy(): ModelWorld {
    return new ModelWorld(this.store, new Map(this.durable), this.issuer.copy());
  }

  key(): string {
    const contents = [...this.durable].map(([name, text]) => `${name}=${numberOf(text)}`).sort();
    const locks = [...this.locks].map(([name, { name: holder }]) => `${name} ${holder}`).sort();
    return [
      contents.join(),
      numberOf(JSON.stringify(this.issuer.key())),
      locks.join(),
      [...this.codex.keys()].sort().join(),
      [...this.signingIn].join(),
      numberOf(this.told.join('\n')),
      this.violations.length,
    ].join(';');
  }

  /** What lies in the folder of the accounts is met under the lock of the list alone. */
  isOwn(program: Program, programs: readonly Program[]): boolean {
    const effect = program.next();
    if (effect === null || effect.isReady?.() === false) return false;
    const { touches } = effect;
    if (touches === undefined) return true;
    if (isOfAccounts(touches) && this.locks.get(accountsLockName) === program) return true;
    return programs.every(
      (other) => other === program || other.state !== 'running' || !other.reaches(touches),
    );
  }

  mustHoldListLock(program: Program, doing: string): void {
    if (this.locks.get(accountsLockName) === program) return;
    this.violations.push(`${program.name} does without the lock of the list: ${doing}`);
  }

  release(program: Program): void {
    for (const [name, holder] of this.locks) if (holder === program) this.locks.delete(name);
  }

  /** Nobody may wait for others, or work for long, while it holds the lock of the CLI. */
  mustNotHoldCommitLock(program: Program, doing: string): void {
    for (const home of modelHomes) {
      if (this.locks.get(commitLock(home)) === program) {
        this.violations.push(`${program.name} holds auth.json.lock during ${doing}`);
      }
    }
  }
}

export const accountsLockName = 'accounts.lock';

function isOfAccounts(touched: string): boolean {
  return touched.startsWith('accounts/') || touched.startsWith('keyring/');
}

export function commitLock(home: ModelHome): string {
  return `${home}/auth.json.lock`;
}

/** Where Codex looks for the sign-in of a home, in this order. */
export function placesOf({ mode, keyring }: ModelStore, home: ModelHome): readonly string[] {
  return storePlan(mode, keyring).order.map((kind) => placeOf(home, kind));
}

/** A name of {@link ModelWorld.durable}. */
export function placeOf(home: ModelHome, kind: LocationKind): string {
  return `${home}/${kind}`;
}

export async function lock(world: ModelWorld, program: Program, name: string): Promise<void> {
  await program.perform({
    label: `lock ${name}`,
    touches: name,
    isReady: () => !world.locks.has(name),
    act: () => void world.locks.set(name, program),
  });
}

export function unlock(world: ModelWorld, program: Program, name: string): void {
  if (world.locks.get(name) === program) world.locks.delete(name);
}
