import { loginItemTexts } from '../../shared/texts/login-item.ts';
// Desktop Entry Specification 1.5 and Desktop Application Autostart Specification 0.5.

export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/** Plain values to set in the `[Desktop Entry]` group; null removes a key. */
type Changes = Readonly<Record<string, string | null>>;

/** An entry that starts the command at login. */
export function newEntry(command: CommandLine): string {
  return changed('[Desktop Entry]\n', {
    Type: 'Application',
    Name: 'Gatehouse',
    Comment: loginItemTexts.comment(),
    Icon: 'gatehouse',
    ...started(command),
    Terminal: 'false',
    'X-GNOME-Autostart-enabled': 'true',
  });
}

/** The entry, changed to start the command. */
export function switchedOn(entry: string, command: CommandLine): string {
  if (groupOf(linesOf(entry)) === null) return newEntry(command);
  const enabled = enablingKeys.filter((key) => valueOf(entry, key) !== null);
  return changed(entry, {
    Type: 'Application',
    ...started(command),
    Hidden: null,
    ...Object.fromEntries(enabled.map((key) => [key, 'true'])),
  });
}

/** The entry, changed to start nothing. */
export function switchedOff(entry: string): string {
  return changed(entry, { Hidden: 'true' });
}

/** Whether the session starts the program of the entry, by its text. */
export function isSwitchedOn(entry: string): boolean {
  return (
    valueOf(entry, 'Type') === 'Application' &&
    valueOf(entry, 'Exec') !== null &&
    valueOf(entry, 'Hidden') !== 'true' &&
    enablingKeys.every((key) => valueOf(entry, key) !== 'false')
  );
}

/** The program without which the entry counts as missing; null where it demands none. */
export function demandedProgram(entry: string): string | null {
  return valueOf(entry, 'TryExec');
}

/** Whether an entry starts another AppImage of Gatehouse: one updated under a new name, or moved. */
export function startsEarlierImage(entry: string, { program }: CommandLine): boolean {
  const named = demandedProgram(entry);
  return (
    isSwitchedOn(entry) && named !== null && named !== program && isImage(named) && isImage(program)
  );
}

function isImage(file: string): boolean {
  return /(^|\/)[^/]*gatehouse[^/]*\.appimage$/i.test(file);
}

/** How desktops say "off" without `Hidden`. */
const enablingKeys = ['X-GNOME-Autostart-enabled', 'X-MATE-Autostart-enabled'];

function started(command: CommandLine): Changes {
  return { TryExec: command.program, Exec: execOf(command) };
}

/** The value of `Exec` before general escapes: arguments quoted, and no field codes. */
function execOf({ program, args }: CommandLine): string {
  // GLib looks for the program before it turns "%%" into "%", so another program has to start it;
  // not "env", which would take "a=b" for a variable.
  const words = program.includes('%') ? ['/usr/bin/nice', '-n', '0', program] : [program];
  return [...words, ...args].map(quoted).join(' ');
}

function quoted(argument: string): string {
  const literal = argument.replaceAll('%', '%%');
  if (/^[\w@%+:,./-]+$/.test(literal)) return literal;
  return `"${literal.replace(/["`$\\]/g, '\\$&')}"`;
}

function changed(entry: string, changes: Changes): string {
  const lines = linesOf(entry);
  const group = groupOf(lines) ?? { from: lines.length, to: lines.length };
  const rest = new Map(Object.entries(changes));
  const present = lines.slice(group.from, group.to).flatMap((line) => {
    const key = keyOf(line);
    if (key === null || !Object.hasOwn(changes, key)) return [line];
    const value = rest.get(key) ?? null;
    rest.delete(key);
    return value === null ? [] : [lineOf(key, value)];
  });
  const added = [...rest].flatMap(([key, value]) => (value === null ? [] : [lineOf(key, value)]));
  // Before the blank lines that set off the next group.
  const end = present.findLastIndex((line) => line.trim() !== '') + 1;
  const within = [...present.slice(0, end), ...added, ...present.slice(end)];
  return [...lines.slice(0, group.from), ...within, ...lines.slice(group.to)]
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(entry: string): readonly string[] {
  const lines = entry.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function groupOf(lines: readonly string[]): { readonly from: number; readonly to: number } | null {
  const header = lines.findIndex((line) => line.trim() === '[Desktop Entry]');
  if (header < 0) return null;
  const next = lines.findIndex((line, index) => index > header && line.startsWith('['));
  return { from: header + 1, to: next < 0 ? lines.length : next };
}

/** The last value of a key, unescaped; null for none. */
function valueOf(entry: string, key: string): string | null {
  const lines = linesOf(entry);
  const group = groupOf(lines);
  if (group === null) return null;
  const line = lines.slice(group.from, group.to).findLast((line) => keyOf(line) === key);
  return line === undefined ? null : unescaped(line.slice(line.indexOf('=') + 1).trim());
}

function keyOf(line: string): string | null {
  return /^\s*([A-Za-z0-9-]+)\s*=/.exec(line)?.[1] ?? null;
}

function lineOf(key: string, value: string): string {
  return `${key}=${escaped(value)}`;
}

/** Each character with the letter that stands for it behind a backslash. */
const escapes = [
  ['\\', '\\'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
  [' ', 's'],
] as const;

/** Values of ours never begin with a space, which alone would need its escape. */
function escaped(value: string): string {
  const letters = new Map<string, string>(escapes);
  return value.replace(/[\\\n\r\t]/g, (character) => `\\${letters.get(character)}`);
}

function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (whole, letter) => {
    return escapes.find(([, known]) => known === letter)?.[0] ?? whole;
  });
}
