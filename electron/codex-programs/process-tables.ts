import { z } from 'zod/mini';

import { parseJson } from '../base/json.ts';
import { isCodex, type SeenProcess } from './program-kind.ts';

// What the listings of macOS and Windows say, by their documentation: neither was run here.

/** A row without what started it, which is another row. */
interface Row extends Omit<SeenProcess, 'parent'> {
  readonly parentId: number;
}

/**
 * The Codex programs in the output of `LC_ALL=C ps -axww -o pid=,ppid=,lstart=,command=` (ps(1) of
 * macOS), where a start time is such as "Mon Nov 30 10:49:35 2026", in local time. Null where
 * nothing of it is understood.
 */
export function codexInPs(output: string): readonly SeenProcess[] | null {
  const rows = output.split('\n').flatMap((line): readonly Row[] => {
    const [, pid, parent, started = '', command = ''] = psLine.exec(line) ?? [];
    if (pid === undefined) return [];
    const { program, args } = wordsOf(command.trim());
    const startedAt = Date.parse(started);
    return [
      {
        pid: Number(pid),
        parentId: Number(parent),
        name: nameOf(program),
        program,
        args,
        startedAt: Number.isNaN(startedAt) ? null : startedAt,
      },
    ];
  });
  return rows.length === 0 ? null : codexAmong(rows);
}

const psLine = /^\s*(\d+)\s+(\d+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(.+)$/;

/**
 * `ps` puts one space between words and quotes none. A program's path may have spaces, which no
 * option begins after: "/Applications/My Apps/codex app-server" ends its path with "codex".
 */
function wordsOf(command: string): { readonly program: string; readonly args: readonly string[] } {
  const named = /^(?:\/.*?\/)?codex(?:[.-]\w+)*(?=\s|$)/i.exec(command)?.[0];
  const program = named ?? /^\S+/.exec(command)?.[0] ?? '';
  // Of what is no Codex, the whole line says what it is.
  if (named === undefined) return { program: command, args: [] };
  return {
    program,
    args: command
      .slice(program.length)
      .split(' ')
      .filter((word) => word !== ''),
  };
}

/**
 * The files that processes have open, in the output of `lsof -w -a -u USER -c codex -F pn` (lsof(8),
 * "OUTPUT FOR OTHER PROGRAMS"): a line `p` with a process, then a line `n` for each of its files.
 */
export function openFilesIn(output: string): ReadonlyMap<number, readonly string[]> {
  const files = new Map<number, string[]>();
  let current: string[] = [];
  for (const line of output.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) {
      current = [];
      files.set(Number(value), current);
    } else if (line.startsWith('n')) current.push(value);
  }
  return files;
}

/**
 * Whether a program works in a home (its real path), by the files it has open: Codex keeps its
 * databases open, which are in its home. Null where it has none of these open.
 */
export function worksIn(home: string, files: readonly string[]): boolean | null {
  const databases = files.filter((file) =>
    /\/(?:state|logs|goals|queue|memories)_\d+\.sqlite/.test(file),
  );
  if (databases.length === 0) return null;
  return databases.some((file) => file.startsWith(`${home}/`));
}

const rowsOfWindows = z.array(
  z.looseObject({
    ProcessId: z.number(),
    ParentProcessId: z.number(),
    Name: z.nullable(z.string()),
    ExecutablePath: z.nullish(z.string()),
    CommandLine: z.nullish(z.string()),
    /** In UTC, in milliseconds since the epoch, as the query asks for it. */
    StartedAt: z.nullish(z.number()),
  }),
);

/** What PowerShell is asked: CIM class Win32_Process, as a JSON array. */
export const windowsQuery = [
  'Get-CimInstance -ClassName Win32_Process',
  '| Select-Object ProcessId, ParentProcessId, Name, ExecutablePath,',
  "@{n='CommandLine';e={if ($_.Name -like 'codex*') {$_.CommandLine}}},",
  "@{n='StartedAt';e={if ($_.CreationDate) {[DateTimeOffset]::new($_.CreationDate).ToUnixTimeMilliseconds()}}}",
  '| ConvertTo-Json -Compress',
].join(' ');

/** The Codex programs in the answer to {@link windowsQuery}; null where it is not understood. */
export function codexInCim(output: string): readonly SeenProcess[] | null {
  const shaped = rowsOfWindows.safeParse(parseJson(output));
  if (!shaped.success) return null;
  const rows = shaped.data.map((row): Row => {
    const program = row.ExecutablePath ?? row.Name;
    return {
      pid: row.ProcessId,
      parentId: row.ParentProcessId,
      name: (row.Name ?? '').replace(/\.exe$/i, ''),
      program,
      args: argumentsOfWindows(row.CommandLine ?? ''),
      startedAt: row.StartedAt ?? null,
    };
  });
  return codexAmong(rows);
}

/** By the rules of CommandLineToArgvW, as far as the arguments of Codex need them. */
function argumentsOfWindows(commandLine: string): readonly string[] {
  const words = commandLine.match(/(?:"(?:\\"|[^"])*"|[^\s"])+/g) ?? [];
  return words.slice(1).map((word) => word.replaceAll(/(?<!\\)"/g, '').replaceAll('\\"', '"'));
}

function codexAmong(rows: readonly Row[]): readonly SeenProcess[] {
  const byId = new Map(rows.map((row) => [row.pid, row]));
  return rows
    .filter(({ name }) => isCodex(name))
    .map(({ parentId, ...row }) => {
      const parent = byId.get(parentId);
      return { ...row, parent: parent?.program ?? parent?.name ?? null };
    });
}

function nameOf(program: string): string {
  return program.split('/').at(-1) ?? '';
}
