import { z } from 'zod';

import type { Stage } from './secret-service-failure.ts';
import { BusFailure, theBus, type SessionBus } from './session-bus.ts';

export const serviceName = 'org.freedesktop.secrets';
export const servicePath = '/org/freedesktop/secrets';
/** The path that stands for no object. */
export const noObject = '/';
export const interfaces = {
  service: 'org.freedesktop.Secret.Service',
  collection: 'org.freedesktop.Secret.Collection',
  item: 'org.freedesktop.Secret.Item',
  session: 'org.freedesktop.Secret.Session',
  prompt: 'org.freedesktop.Secret.Prompt',
  properties: 'org.freedesktop.DBus.Properties',
} as const;

export const pathSchema = z.string().startsWith('/');
export const pathsSchema = z.array(pathSchema);
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** A session with one process that owns the name of the Secret Service. */
export interface Session {
  readonly bus: SessionBus;
  /** Its unique name, so that nothing is said to one that took its place. */
  readonly owner: string;
  readonly path: string;
  readonly key: Uint8Array;
  /** KeePassXC shows a window of its own when it is searched while it is locked. */
  readonly isKeePassXC: boolean;
}

/** One question, as far as it got. */
export interface Question {
  readonly signal: AbortSignal;
  readonly mayPrompt: boolean;
  readonly onPrompt: () => void;
  stage: Stage;
  isPrompting: boolean;
}

/** What a call is made with. */
type Caller = Pick<Session, 'bus' | 'owner'>;
type Limit = Pick<Question, 'signal'>;

/** Calls a method of the service. @throws {BusFailure} */
export async function call(
  { bus, owner }: Caller,
  { signal }: Limit,
  path: string,
  interfaceName: string,
  member: string,
  signature: string,
  body: readonly unknown[],
): Promise<readonly unknown[]> {
  const values = signature === '' ? null : { signature, body };
  return bus.call({ destination: owner, path, interface: interfaceName, member }, values, signal);
}

export async function property(
  session: Caller,
  question: Limit,
  path: string,
  interfaceName: string,
  name: string,
): Promise<unknown> {
  const body = [interfaceName, name];
  const [value] = await call(session, question, path, interfaces.properties, 'Get', 'ss', body);
  return value;
}

interface Collection {
  readonly path: string;
  /** Whether it may show nothing of what is in it. */
  readonly isLocked: boolean;
}

/** All collections of the service. @throws {BusFailure} */
export async function collections(
  session: Caller,
  question: Limit,
): Promise<readonly Collection[]> {
  const known = await property(session, question, servicePath, interfaces.service, 'Collections');
  const found: Collection[] = [];
  for (const path of pathsSchema.parse(known)) {
    const locked = await property(session, question, path, interfaces.collection, 'Locked');
    found.push({ path, isLocked: locked === true });
  }
  return found;
}

/** The unique name of who owns a name on the bus; null where nobody does. @throws {BusFailure} */
export async function ownerOf(
  bus: SessionBus,
  name: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const values = { signature: 's', body: [name] };
    const [owner] = await bus.call({ ...theBus, member: 'GetNameOwner' }, values, signal);
    return z.string().parse(owner);
  } catch (error) {
    const isNobody =
      error instanceof BusFailure &&
      error.errorName === 'org.freedesktop.DBus.Error.NameHasNoOwner';
    if (isNobody) return null;
    throw error;
  }
}
