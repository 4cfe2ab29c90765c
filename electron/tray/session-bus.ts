import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A method of a service on the session bus, with arguments that are all texts. */
export interface BusCall {
  readonly service: string;
  readonly object: string;
  readonly interface: string;
  readonly method: string;
  readonly args?: readonly string[];
}

export type BusAnswer =
  /** As the tool prints it, which every tool does in its own way. */
  | { readonly kind: 'answer'; readonly text: string }
  /** Nobody has that name and nobody can be started for it, or the call is refused. */
  | { readonly kind: 'refused' }
  /** Nothing came in time. */
  | { readonly kind: 'silent' }
  /** There is no tool to ask with. */
  | { readonly kind: 'notAsked' };

/**
 * Calls a method by a program of its own, so that a service which never answers, or never
 * starts, keeps nobody waiting here. A service that is to be started for a call is started.
 */
export async function callSessionBus(
  env: Readonly<Record<string, string | undefined>>,
  call: BusCall,
  timeoutMs: number,
): Promise<BusAnswer> {
  // Without a bus, some of the tools would start one.
  if (!env['DBUS_SESSION_BUS_ADDRESS'] && !env['XDG_RUNTIME_DIR']) return { kind: 'refused' };
  for (const [command, ...args] of commandLines(call)) {
    try {
      const { stdout } = await run(command, args, { timeout: timeoutMs, env });
      return { kind: 'answer', text: stdout };
    } catch (error) {
      if (isMissing(error)) continue;
      return { kind: isKilled(error) ? 'silent' : 'refused' };
    }
  }
  return { kind: 'notAsked' };
}

/** The same call by each tool that could be installed, one of which almost always is. */
function commandLines(call: BusCall): readonly (readonly [command: string, ...args: string[]])[] {
  const { service, object, interface: of, method, args = [] } = call;
  const signature = args.length === 0 ? [] : ['s'.repeat(args.length), ...args];
  return [
    ['busctl', '--user', 'call', service, object, of, method, ...signature],
    [
      'gdbus',
      'call',
      '--session',
      `--dest=${service}`,
      `--object-path=${object}`,
      `--method=${of}.${method}`,
      ...args,
    ],
    [
      'dbus-send',
      '--session',
      '--print-reply',
      `--dest=${service}`,
      object,
      `${of}.${method}`,
      ...args.map((arg) => `string:${arg}`),
    ],
  ];
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isKilled(error: unknown): boolean {
  return error instanceof Error && 'killed' in error && error.killed === true;
}
