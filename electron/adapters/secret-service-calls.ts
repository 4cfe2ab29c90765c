import * as z from 'zod/mini';

import type { Stage } from './secret-service-failure.ts';
import { BusFailure, theBus, type SessionBus } from './session-bus.ts';

export const serviceName = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
/** The path that stands for no object. */
export const noObject = '/';
export const interfaces = {
  service: 'org.freedesktop.Secret.Service',
  collection: 'org.freedesktop.Secret.Collection',
  item: 'org.freedesktop.Secret.Item',
  session: 'org.freedesktop.Secret.Session',
  prompt: 'org.freedesktop.Secret.Prompt',
} as const;

export const pathSchema = z.string().check(z.startsWith('/'));
export const pathsSchema = z.array(pathSchema);
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

export interface Session {
  readonly bus: SessionBus;
  /** Its unique name, so that nothing goes to another process that took the name. */
  readonly owner: string;
  readonly sessionPath: string;
  readonly key: Uint8Array;
  /** KeePassXC shows a window of its own when it is searched while it is locked. */
  readonly isKeePassXC: boolean;
}

/** A question before there is a session for it. */
export interface Asking {
  readonly signal: AbortSignal;
  readonly mayPrompt: boolean;
  readonly onPrompt: () => void;
  stage: Stage;
  isPrompting: boolean;
}

export type Question = Asking & Session;

type Caller = Pick<Question, 'bus' | 'owner' | 'signal'>;

/** Calls a method of an object. @throws {BusFailure} */
export function call(
  { bus, owner, signal }: Caller,
  path: string,
  interfaceName: string,
  member: string,
  signature: string,
  body: readonly unknown[],
): Promise<readonly unknown[]> {
  const method = { destination: owner, path, interface: interfaceName, member };
  return bus.call(method, signature, body, signal);
}

/** Calls a method of the service itself. @throws {BusFailure} */
export function callService(
  caller: Caller,
  member: string,
  signature: string,
  body: readonly unknown[],
): Promise<readonly unknown[]> {
  return call(caller, servicePath, interfaces.service, member, signature, body);
}

export async function property(
  caller: Caller,
  path: string,
  interfaceName: string,
  name: string,
): Promise<unknown> {
  const body = [interfaceName, name];
  const [value] = await call(caller, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', body);
  return value;
}

interface Collection {
  readonly path: string;
  /** A locked collection may show nothing of what is in it. */
  readonly isLocked: boolean;
}

/** All collections. @throws {BusFailure} */
export async function collections(caller: Caller): Promise<readonly Collection[]> {
  const known = await property(caller, servicePath, interfaces.service, 'Collections');
  const found: Collection[] = [];
  for (const path of pathsSchema.parse(known)) {
    const locked = await property(caller, path, interfaces.collection, 'Locked');
    found.push({ path, isLocked: locked === true });
  }
  return found;
}

/** The unique name of the owner of a name on the bus; null for none. @throws {BusFailure} */
export async function ownerOf(
  bus: SessionBus,
  name: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const [owner] = await bus.call({ ...theBus, member: 'GetNameOwner' }, 's', [name], signal);
    return z.string().parse(owner);
  } catch (error) {
    const isNobody =
      error instanceof BusFailure &&
      error.errorName === 'org.freedesktop.DBus.Error.NameHasNoOwner';
    if (isNobody) return null;
    throw error;
  }
}
