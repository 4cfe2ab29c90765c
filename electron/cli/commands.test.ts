import { describe, expect, it } from 'vitest';

import { parseArguments } from './arguments.ts';
import type { OptionsOf } from './command.ts';
import { commandOf, commands, type CommandName } from './commands.ts';
import { helpOn, helpText } from './help-text.ts';

describe('the commands', () => {
  it.each(Object.entries(commands))('the help of "%s" names its flags', (_name, row) => {
    const forms = row
      .help()
      .map(([form]) => form)
      .join(' ');
    const named = [...forms.matchAll(/--([\w-]+)/g)].map(([, flag]) => flag);
    expect(named).toEqual(Object.keys(row.flags ?? {}));
  });

  it.each([
    '  gatehouse status                     who is signed in, until when, and where it is stored\n',
    '  gatehouse store move keyring|file    move it, and the setting with it\n',
    '  gatehouse activity [--limit N]       what was done with the sign-in, the latest first\n',
    '          [--as requirements|managed-config]   which of them it is, where its name does not say\n',
  ])('are lines of the help text: %s', (line) => {
    expect(helpText()).toContain(line);
  });

  it.each(Object.keys(commands) as CommandName[])('the help of "%s" alone is short', (name) => {
    const help = helpOn(name);
    const others = Object.keys(commands).filter((other) => other !== name);
    expect(help.split('\n').length).toBeLessThan(18);
    for (const other of others) expect(help).not.toContain(`  gatehouse ${other} `);
    for (const [form] of commands[name].help()) expect(help).toContain(form);
  });

  it.each(['login', 'logout', 'refresh', 'store protect', 'store move file', 'kept use abc'])(
    '"gatehouse %s" changes something',
    (words) => {
      expect(changes(words)).toBe(true);
    },
  );

  it.each([
    'status',
    'token',
    'store',
    'store entries',
    'kept',
    'activity',
    'policy',
    'doctor',
    'completions fish',
  ])('"gatehouse %s" only tells', (words) => {
    expect(changes(words)).toBe(false);
  });

  it('each have options of their own type', () => {
    const activity: OptionsOf<typeof commands.activity> = { json: true, limit: 1 };
    const doctor: OptionsOf<typeof commands.doctor> = activity;
    // @ts-expect-error: it has no such option.
    const login: OptionsOf<typeof commands.login> = { json: true, force: true };
    expect([doctor, login]).toHaveLength(2);
  });
});

function changes(words: string): boolean {
  const parsed = parseArguments(words.split(' '));
  if (!parsed.ok) throw new TypeError(parsed.message);
  const { command } = parsed;
  if (command.name === 'help' || command.name === 'version') throw new TypeError(command.name);
  return commandOf(command.name).changes(command as never);
}
