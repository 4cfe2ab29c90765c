import {
  BusFailure,
  busFailures,
  connectToSessionBus,
  type SessionBus,
} from '../adapters/session-bus.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A method of a service on the session bus, with arguments that are all texts. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly args?: readonly string[];
}

export type BusAnswer =
  | { readonly kind: 'answer'; readonly value: unknown }
  /** Nobody has that name and nobody can be started for it, or the call is refused. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'silent' };

/** Calls a method without blocking the process. The bus starts a service that it can start. */
export async function callSessionBus(
  env: Env,
  { args = [], ...to }: BusCall,
  timeoutMs: number,
): Promise<BusAnswer> {
  if (!env['DBUS_SESSION_BUS_ADDRESS'] && !env['XDG_RUNTIME_DIR']) return { kind: 'unavailable' };
  const signal = AbortSignal.timeout(timeoutMs);
  let bus: SessionBus | null = null;
  try {
    bus = await connectToSessionBus(env, signal);
    const [value] = await bus.call(to, 's'.repeat(args.length), args, signal);
    return { kind: 'answer', value };
  } catch (error) {
    if (!(error instanceof BusFailure)) throw error;
    return { kind: error.errorName === busFailures.aborted ? 'silent' : 'unavailable' };
  } finally {
    bus?.close();
  }
}
