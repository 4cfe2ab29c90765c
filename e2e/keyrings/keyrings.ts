import type { Operation, ServiceName, State } from '../../scripts/keyring-matrix.mjs';
import { startOddSecretService } from '../../electron/testing/secret-service/odd-secret-service.ts';
import { runProgram } from '../fixtures/programs.ts';
import {
  secretToolOf,
  startSecretService,
  type RealSecretService,
  type SecretItem,
  type SecretService,
} from '../fixtures/secret-service.ts';
import { startKeePassXC } from './keepassxc.ts';
import { startKWallet } from './kwallet.ts';

/** Ends a state: the service is well again. */
export type Leave = () => Promise<void>;

/** One service in one state after the other. */
export interface StatefulKeyring {
  readonly secretService: SecretService;
  enter(state: State, operation: Operation, item: SecretItem): Promise<Leave>;
}

export async function startKeyring(name: ServiceName): Promise<StatefulKeyring> {
  switch (name) {
    case 'odd':
      return startOdd();
    case 'GNOME Keyring':
      return realKeyring(await startSecretService());
    case 'KeePassXC':
      return realKeyring(await startKeePassXC());
    case 'KWallet':
      return realKeyring(await startKWallet());
  }
}

const secondMs = 1000;

/** With the means that any real service leaves: signals, and the bus. */
function realKeyring(service: RealSecretService): StatefulKeyring {
  const nothing: Leave = () => Promise.resolve();
  const enter = async (state: State, item: SecretItem): Promise<Leave> => {
    switch (state) {
      case 'unlocked':
      case 'prompt dismissed':
      case 'refused session':
      case 'vanishing in mid-save':
        return nothing;
      case 'locked':
      case 'prompt unanswered':
        await service.lock();
        return () => service.unlock();
      case 'slow by 3 s':
      case 'slow by 20 s': {
        const pid = service.pid();
        process.kill(pid, 'SIGSTOP');
        const delayMs = state === 'slow by 3 s' ? 3 * secondMs : 20 * secondMs;
        const timer = setTimeout(() => process.kill(pid, 'SIGCONT'), delayMs);
        return () => {
          clearTimeout(timer);
          process.kill(pid, 'SIGCONT');
          return Promise.resolve();
        };
      }
      case 'no default collection':
        await setAlias(service.env, '/');
        return () => setAlias(service.env, '/org/freedesktop/secrets/collection/login');
      case 'duplicates': {
        const value = await service.lookUp(item);
        // Where there is none yet, two are needed for several.
        const added = value === null ? ['first', 'second'] : ['second'];
        for (const name of added) {
          const args = [`--label=${name}`, 'service', item.service, 'username', item.username];
          const more = ['target', 'default', 'application', 'rust-keyring', 'added', name];
          await runOrThrow(service.env, 'secret-tool', ['store', ...args, ...more], value ?? 'x');
        }
        return async () => {
          for (const name of added) {
            await runOrThrow(service.env, 'secret-tool', ['clear', 'added', name]);
          }
        };
      }
    }
  };
  return {
    secretService: service,
    enter: (state, _operation, item) => enter(state, item),
  };
}

async function startOdd(): Promise<StatefulKeyring> {
  const odd = await startOddSecretService();
  const secretService: SecretService = {
    env: odd.env,
    ...secretToolOf(odd.env),
    lock: () => odd.behave({ locked: 'shown' }),
    crash: () => odd.die(),
    restart: () => odd.comeBack(),
    stop: () => odd.stop(),
  };
  const none = { create: 'none', delete: 'none', unlock: 'none' } as const;
  return {
    secretService,
    async enter(state, operation, item) {
      let leave: Leave = () => odd.behaveWell();
      switch (state) {
        case 'unlocked':
          break;
        case 'locked':
          await odd.behave({ locked: 'hidden', prompts: { ...none, unlock: 'dismissed' } });
          break;
        case 'prompt dismissed':
          await odd.behave({
            locked: 'shown',
            prompts: { create: 'dismissed', delete: 'dismissed', unlock: 'dismissed' },
          });
          break;
        case 'prompt unanswered':
          await odd.behave({
            locked: 'shown',
            prompts: { create: 'unanswered', delete: 'unanswered', unlock: 'unanswered' },
          });
          break;
        case 'slow by 3 s':
          await odd.behave({ methodDelaysMs: slow(mostMethods, 3), lateAnswers: 4 });
          break;
        case 'slow by 20 s':
          await odd.behave({ methodDelaysMs: slow(decisive[operation], 20), lateAnswers: 1 });
          break;
        case 'vanishing in mid-save': {
          const call = operation === 'refresh in turns' ? 2 : 1;
          const method = [...decisive[operation]];
          await odd.behave({ dies: { when: 'unanswered', method, call, backAfterMs: 3000 } });
          break;
        }
        case 'no default collection':
          await odd.behave({ collections: 'no-default' });
          break;
        case 'duplicates': {
          const { items } = await odd.report();
          const { service, username } = item;
          const first = items.find(({ attributes }) => attributes['username'] === username) ?? {
            attributes: { service, username, target: 'default', application: 'rust-keyring' },
          };
          // Where there is none yet, two are needed for several.
          const added = 'value' in first ? ['second'] : ['first', 'second'];
          for (const name of added) {
            await odd.add({ ...first, attributes: { ...first.attributes, added: name } });
          }
          leave = async () => {
            await odd.behaveWell();
            for (const name of added) {
              await runOrThrow(odd.env, 'secret-tool', ['clear', 'added', name]);
            }
          };
          break;
        }
        case 'refused session':
          await odd.behave({ sessions: 'failed-with-line-breaks' });
          break;
      }
      return async () => {
        await odd.comeBack();
        await odd.answer('dismissed');
        await leave();
      };
    },
  };
}

const saving = ['CreateItem', 'SetSecret'] as const;
const mostMethods = ['OpenSession', 'SearchItems', ...saving, 'Delete'] as const;

/** The methods without which an operation cannot be done. */
const decisive: Readonly<Record<Operation, readonly string[]>> = {
  'sign in by key': saving,
  'sign in by device': saving,
  status: ['SearchItems'],
  'refresh in turns': saving,
  'move to the file': ['Delete'],
  'move to the keyring': saving,
  'sign out': ['Delete'],
};

function slow(methods: readonly string[], seconds: number): Record<string, number> {
  return Object.fromEntries(methods.map((method) => [method, seconds * secondMs]));
}

function setAlias(env: SecretService['env'], path: string): Promise<void> {
  const call = ['call', '--session', '--dest', 'org.freedesktop.secrets'];
  const object = ['--object-path', '/org/freedesktop/secrets'];
  const method = ['--method', 'org.freedesktop.Secret.Service.SetAlias', 'default'];
  return runOrThrow(env, 'gdbus', [...call, ...object, ...method, `objectpath '${path}'`]);
}

async function runOrThrow(
  env: SecretService['env'],
  program: string,
  args: readonly string[],
  stdin = '',
): Promise<void> {
  const { exitCode, stderr } = await runProgram(program, args, { env, stdin });
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${stderr}`);
}
