import { describe, expect, it } from 'vitest';

import { parseArguments } from './arguments.ts';
import type { OptionsOf } from './command.ts';
import { commandOf, commands, type CommandName } from './commands.ts';
import { helpTexts } from '../../shared/texts/command-line/help.ts';
import { helpOn, helpText, usageText } from './help-text.ts';

describe('the commands', () => {
  it.each(Object.entries(commands))('the help of "%s" names its flags', (_name, row) => {
    const forms = row
      .help()
      .map(([form]) => form)
      .join(' ');
    const named = [...forms.matchAll(/--([\w-]+)/g)].map(([, flag]) => flag);
    expect(named).toEqual(Object.keys(row.flags ?? {}));
  });

  it('are in groups by what a person wants, in the order of the table', () => {
    const text = helpText();
    const places = Object.keys(commands).map((name) => text.search(`\n  ${name} +[a-z]`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    for (const title of Object.values(helpTexts.groups)) expect(text).toContain(`\n\n${title()}\n`);
    expect(text).toContain('\n  activity        show what was done with the sign-in');
  });

  it('fit into a terminal of 80 columns, and their forms into one of 100', () => {
    const longer = (text: string, columns: number) =>
      text.split('\n').filter((line) => line.length > columns);
    expect(longer(helpText(), 80)).toEqual([]);
    for (const name of Object.keys(commands) as CommandName[]) {
      expect(longer(helpOn(name), 100)).toEqual([]);
    }
  });

  it.each([
    '\n  gatehouse store move keyring|file   move it, and the setting with it\n',
    '\n  gatehouse activity --limit N  show no more than N entries (50)\n',
  ])('have their forms in the help of each, and on the page of the command line: %s', (line) => {
    const [, name = ''] = /gatehouse (\w+)/.exec(line) ?? [];
    expect(`\n${helpOn(name as CommandName)}\n`.replaceAll(/ +/g, ' ')).toContain(
      line.replaceAll(/ +/g, ' '),
    );
    expect(usageText().replaceAll(/ +/g, ' ')).toContain(line.replaceAll(/ +/g, ' '));
  });

  it.each(Object.keys(commands) as CommandName[])('the help of "%s" alone is short', (name) => {
    const help = helpOn(name);
    const others = Object.keys(commands).filter((other) => other !== name);
    expect(help.split('\n').length).toBeLessThan(20);
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
