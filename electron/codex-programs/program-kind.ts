import type { ProgramKind } from '../../shared/running-codex.ts';

/** A process, by what the system shows of it. */
export interface SeenProcess {
  readonly pid: number;
  /** The program's own name, such as "codex". */
  readonly name: string;
  /** Without the program. */
  readonly args: readonly string[];
  /** Its path, as it was started or as the system knows it; null where that is not known. */
  readonly program: string | null;
  /** The name or path of what started it; null where that is not known. */
  readonly parent: string | null;
  /** Milliseconds since the epoch; null where it is not known. */
  readonly startedAt: number | null;
}

export type CodexTask =
  | { readonly is: 'running'; readonly kind: ProgramKind; readonly isServed: boolean }
  /** `codex login`, which waits for a person, and replaces what is stored at its end. */
  | { readonly is: 'signingIn' }
  /** It has no account: the updater of the background server, or a command that soon ends. */
  | { readonly is: 'aside' };

/** By its arguments, and where it lies or what started it. Names are those of Codex CLI 0.171.0. */
export function taskOf(
  process: Pick<SeenProcess, 'name' | 'args' | 'program' | 'parent'>,
): CodexTask {
  if (helper.test(process.name)) return aside;
  const { command, rest } = commandIn([...impliedBy(process.name), ...process.args]);
  switch (command) {
    case 'login':
      return rest[0] === 'status' ? aside : { is: 'signingIn' };
    case 'exec':
    case 'e':
    case 'review':
      return running('exec');
    case 'app-server':
      return serverTask(process, rest);
    case 'remote-control':
    case 'exec-server':
    case 'cloud':
      return running('other');
    case null:
    case 'resume':
    case 'fork':
    case 'agents':
      return running('terminal', !process.args.includes('--no-daemon'));
    default:
      // Any other word is one of a command that soon ends, or begins what Codex is asked for.
      return asides.has(command)
        ? aside
        : running('terminal', !process.args.includes('--no-daemon'));
  }
}

const aside: CodexTask = { is: 'aside' };

/** What Codex starts for itself. Linux cuts names after 15 characters. */
const helper = /^codex-(?:code-mode|linux-san|windows-san|execve|command-run|responses-a)/i;

/** Programs of their own for one command. */
function impliedBy(name: string): readonly string[] {
  const [, command] = /^codex-(exec|app-server)/i.exec(name) ?? [];
  return command === undefined ? [] : [command.toLowerCase()];
}

const asides: ReadonlySet<string> = new Set([
  ...['logout', 'mcp', 'plugin', 'completion', 'update', 'doctor', 'sandbox', 'debug', 'apply'],
  ...['a', 'queue', 'archive', 'delete', 'migrate-rollouts', 'migrate-nfs-db', 'unarchive'],
  ...['features', 'help'],
]);

function running(kind: ProgramKind, isServed = false): CodexTask {
  return { is: 'running', kind, isServed };
}

function serverTask(
  process: Pick<SeenProcess, 'program' | 'parent'>,
  rest: readonly string[],
): CodexTask {
  // `app-server daemon`, `proxy`, `generate-ts` and the like hold no account.
  if (commandIn(rest).command !== null) return aside;
  if (rest.includes('--managed-daemon')) return running('backgroundServer');
  return running(clientOf(process));
}

/** Who talks to an app-server over its standard input. */
function clientOf({ program, parent }: Pick<SeenProcess, 'program' | 'parent'>): ProgramKind {
  const places = [program ?? '', parent ?? ''];
  const isOf = (pattern: RegExp): boolean => places.some((place) => pattern.test(place));
  if (isOf(editorFolder) || isOf(editorProgram)) return 'editor';
  return isOf(desktopApp) ? 'desktopApp' : 'appServer';
}

/** Where editors keep extensions, such as ~/.vscode/extensions/openai.chatgpt-0.5/bin. */
const editorFolder = /[\\/]\.(?:vscode|cursor|windsurf)[\w-]*[\\/]/i;
const editorProgram =
  /(?:^|[\\/])(?:code|code-insiders|codium|cursor|windsurf|zed|xcode|idea|pycharm|webstorm)(?:\.exe| Helper\b.*)?$/i;
const desktopApp = /[\\/](?:Codex|ChatGPT)(?:\.app|\.exe)(?:[\\/]|$)/;

/** Options of `codex` that stand alone; each other one that has no "=" takes the next word. */
const alone: ReadonlySet<string> = new Set([
  ...['--no-daemon', '--search', '--oss', '--full-auto', '--no-alt-screen', '--strict-config'],
  ...['--dangerously-bypass-approvals-and-sandbox', '--yolo', '-h', '--help', '-V', '--version'],
  ...['--dangerously-bypass-hook-trust', '--approve-for-me', '--worktree', '--managed-daemon'],
  ...['--analytics-default-enabled', '--startup-sign-out', '--print-startup-config'],
]);

/** The first word that is no option, and what comes after it. */
function commandIn(args: readonly string[]): {
  readonly command: string | null;
  readonly rest: readonly string[];
} {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') break;
    if (!arg.startsWith('-')) return { command: arg, rest: args.slice(at + 1) };
    if (!alone.has(arg) && !arg.includes('=')) at += 1;
  }
  return { command: null, rest: [] };
}

/** The CLI, its app server in an IDE, and helpers such as `codex-exec`. */
export function isCodex(processName: string): boolean {
  return /^codex\b/i.test(processName);
}

/** Whether a person can sign in and out inside of a program. */
export function canSignIn(kind: ProgramKind): boolean {
  return kind !== 'exec';
}
