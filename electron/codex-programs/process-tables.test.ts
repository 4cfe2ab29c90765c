import { describe, expect, it } from 'vitest';

import { codexInCim, codexInPs, openFilesIn, windowsQuery, worksIn } from './process-tables.ts';

// By the documentation of ps(1), lsof(8) and Win32_Process, not from machines that ran these.

describe('the listing of ps on macOS', () => {
  const output = `
    1     0 Mon Nov 30 09:00:00 2026     /sbin/launchd
  410     1 Mon Nov 30 09:01:02 2026     /Applications/Visual Studio Code.app/Contents/Frameworks/Code Helper (Plugin).app/Contents/MacOS/Code Helper (Plugin) --type=utility
  411   410 Mon Nov 30 09:01:05 2026     /Users/ada/.vscode/extensions/openai.chatgpt-0.5.0/bin/macos-aarch64/codex app-server --analytics-default-enabled
  500   410 Sun Nov  1 10:00:00 2026     codex exec mend the tests
  501     1 Mon Nov 30 10:49:35 2026     /Users/ada/My Tools/codex app-server --listen unix:// --managed-daemon
  502     1 Mon Nov 30 10:49:35 2026     /usr/bin/vim codex
  nonsense
`;

  it('has the programs of Codex, with what started them', () => {
    expect(codexInPs(output)).toMatchObject([
      {
        pid: 411,
        name: 'codex',
        args: ['app-server', '--analytics-default-enabled'],
        parent: expect.stringContaining('Code Helper (Plugin)') as string,
        startedAt: new Date(2026, 10, 30, 9, 1, 5).getTime(),
      },
      {
        pid: 500,
        program: 'codex',
        args: ['exec', 'mend', 'the', 'tests'],
        startedAt: new Date(2026, 10, 1, 10).getTime(),
      },
      { pid: 501, program: '/Users/ada/My Tools/codex', parent: '/sbin/launchd' },
    ]);
  });

  it('is not known where nothing is understood', () => {
    expect(codexInPs('ps: illegal option')).toBeNull();
  });
});

describe('the open files by lsof on macOS', () => {
  const files = openFilesIn(
    [
      ...['p411', 'fcwd', 'n/Users/ada/work', 'f9', 'n/Users/ada/.codex/state_5.sqlite'],
      ...['p500', 'f9', 'n/data/other/state_5.sqlite', 'f10', 'n/data/other/logs_2.sqlite-wal'],
      ...['p501', 'fcwd', 'n/Users/ada/.codex', 'f3', 'n/dev/null', ''],
    ].join('\n'),
  );
  it.each([
    [411, '/Users/ada/.codex', true],
    [411, '/data/other', false],
    [500, '/Users/ada/.codex', false],
    [500, '/data/other', true],
    // A folder that it stands in says nothing.
    [501, '/Users/ada/.codex', null],
    [777, '/Users/ada/.codex', null],
  ])('of process %j tell whether it works in %s', (pid, home, expected) => {
    expect(worksIn(home, files.get(pid) ?? [])).toBe(expected);
  });
});

describe('the processes by CIM on Windows', () => {
  const row = { ProcessId: 4, ParentProcessId: 0, Name: 'System', ExecutablePath: null };
  const code = { ...row, ProcessId: 10, Name: 'Code.exe', ExecutablePath: 'C:\\Code\\Code.exe' };
  const codex = {
    ProcessId: 11,
    ParentProcessId: 10,
    Name: 'codex.exe',
    ExecutablePath: 'C:\\Program Files\\codex.exe',
    CommandLine: '"C:\\Program Files\\codex.exe" app-server -c "model=\\"x y\\""',
    StartedAt: 1_796_035_775_000,
  };

  it('have the programs of Codex, with what started them', () => {
    expect(codexInCim(JSON.stringify([row, code, codex]))).toEqual([
      {
        pid: 11,
        name: 'codex',
        program: 'C:\\Program Files\\codex.exe',
        args: ['app-server', '-c', 'model="x y"'],
        parent: 'C:\\Code\\Code.exe',
        startedAt: 1_796_035_775_000,
      },
    ]);
  });

  it('may be of another user, of whom less is shown', () => {
    const hidden = { ...codex, ExecutablePath: null, CommandLine: null, StartedAt: null };
    expect(codexInCim(JSON.stringify([hidden]))).toMatchObject([
      { program: 'codex.exe', args: [], parent: null, startedAt: null },
    ]);
  });

  it.each(['', '{}', '[{"ProcessId":"x"}]'])('are not known by %j', (output) => {
    expect(codexInCim(output)).toBeNull();
  });

  it('are asked for without the command lines of other programs', () => {
    expect(windowsQuery).toContain("if ($_.Name -like 'codex*') {$_.CommandLine}");
  });
});
