import { describe, expect, it } from 'vitest';

import { isCodex, taskOf, type CodexTask } from './program-kind.ts';

const aside: CodexTask = { is: 'aside' };
const signingIn: CodexTask = { is: 'signingIn' };
const running = (kind: Extract<CodexTask, { is: 'running' }>['kind'], isServed = false) =>
  ({ is: 'running', kind, isServed }) as const;
const of = (args: readonly string[], more: Partial<Parameters<typeof taskOf>[0]> = {}) =>
  taskOf({ name: 'codex', program: null, parent: null, args, ...more });

describe('what a program of Codex does', () => {
  it.each<readonly [readonly string[], CodexTask]>([
    [[], running('terminal', true)],
    [['mend the tests'], running('terminal', true)],
    [['-C', '/work', '--model', 'x', 'mend'], running('terminal', true)],
    [['--no-daemon', 'mend'], running('terminal')],
    [['resume', '--last'], running('terminal', true)],
    [['--', 'login'], running('terminal', true)],
    [['exec', 'login'], running('exec')],
    [['-c', 'model="x"', 'exec', 'app-server'], running('exec')],
    [['e', 'mend'], running('exec')],
    [['review'], running('exec')],
    [['app-server'], running('appServer')],
    [['app-server', '-c', 'model="x"'], running('appServer')],
    [['app-server', '--listen', 'stdio://'], running('appServer')],
    [
      ['app-server', '--listen', 'unix://', '--analytics-default-enabled', '--managed-daemon'],
      running('backgroundServer'),
    ],
    [['app-server', 'daemon', 'pid-update-loop'], aside],
    [['app-server', 'daemon', 'restart'], aside],
    [['app-server', 'proxy'], aside],
    [['login'], signingIn],
    [['login', '--device-auth'], signingIn],
    [['-c', 'model="x"', 'login'], signingIn],
    [['--profile', 'work', 'login', '--with-api-key'], signingIn],
    [['login', 'status'], aside],
    [['logout'], aside],
    [['mcp', 'list'], aside],
    [['doctor'], aside],
  ])('with the arguments %j', (args, task) => {
    expect(of(args)).toEqual(task);
  });

  it.each([
    ['/home/ada/.vscode/extensions/openai.chatgpt-0.5/bin/linux-x86_64/codex', null, 'editor'],
    ['/home/ada/.cursor-server/extensions/openai.chatgpt/bin/codex', null, 'editor'],
    ['/usr/bin/codex', '/usr/share/code/code', 'editor'],
    ['/usr/bin/codex', '/Applications/Zed.app/Contents/MacOS/zed', 'editor'],
    ['C:\\Users\\ada\\.vscode\\extensions\\openai.chatgpt\\bin\\codex.exe', null, 'editor'],
    ['/Applications/Codex.app/Contents/Resources/codex', null, 'desktopApp'],
    ['/usr/bin/codex', '/Applications/ChatGPT.app/Contents/MacOS/ChatGPT', 'desktopApp'],
    ['/usr/bin/codex', '/usr/bin/node', 'appServer'],
    ['/home/ada/Codex/bin/codex', '/bin/bash', 'appServer'],
    [null, null, 'appServer'],
  ] as const)('as an app-server at %s of %s', (program, parent, kind) => {
    expect(of(['app-server'], { program, parent })).toEqual(running(kind));
  });

  it.each<readonly [string, CodexTask]>([
    ['codex-exec', running('exec')],
    ['codex-app-server', running('appServer')],
    ['codex-x86_64-un', running('terminal', true)],
    ['codex-code-mode', aside],
    ['codex-linux-san', aside],
  ])('called %s', (name, task) => {
    expect(of([], { name })).toEqual(task);
  });
});

describe('a program of Codex', () => {
  it.each([
    ['codex', true],
    ['codex-exec', true],
    ['Codex', true],
    ['codexport', false],
    ['node', false],
    ['', false],
  ])('called "%s" is one: %j', (name, expected) => {
    expect(isCodex(name)).toBe(expected);
  });
});
