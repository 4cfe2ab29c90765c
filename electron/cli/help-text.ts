import { helpTexts as texts } from '../../shared/texts/command-line/help.ts';
import type { CommandGroup } from './command.ts';
import { commands, type CommandName } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { schemaFolder } from './schema-folder.ts';

type FormLine = readonly [form: string, about: string];

const groups = Object.keys(texts.groups) as CommandGroup[];
const names = Object.keys(commands) as CommandName[];

const helpForm = 'help [COMMAND]';

/** All forms of all commands, by what a person wants. */
export function usageText(): string {
  const sections = groups.map((group) => {
    const forms = namesIn(group).flatMap(formsOf);
    return `${texts.groups[group]()}\n${columns(forms)}`;
  });
  return [...sections, columns([[`gatehouse ${helpForm}`, texts.commands.help()]])].join('\n\n');
}

/** Help on one command alone: how it is typed, and what that does. */
export function helpOn(name: CommandName): string {
  const { options, usage, more } = texts;
  const { note } = commands[name] as { readonly note?: () => string };
  const parts = [
    `${usage()}\n${columns(formsOf(name))}`,
    `${options.title()}\n${columns([
      ['--json', options.jsonOfOne({ file: `${schemaFolder()}/${name}.schema.json` })],
      ['-h, --help', options.helpOfOne()],
    ])}`,
    ...(note === undefined ? [] : [note()]),
    more(),
  ];
  return parts.join('\n\n');
}

/** What each command is for, and what holds for all of them. */
export function helpText(): string {
  const { options, environment } = texts;
  const abouts = groups.map((group): readonly FormLine[] =>
    namesIn(group).map((name) => [name, commands[name].help()[0][1]]),
  );
  const width = Math.max(...[...names, helpForm].map(({ length }) => length));
  return [
    texts.title(),
    `${texts.usage()}\n  ${texts.usageForm()}`,
    ...groups.map(
      (group, index) => `${texts.groups[group]()}\n${columns(abouts[index] ?? [], width)}`,
    ),
    `${columns([[helpForm, texts.commands.help()]], width)}\n\n${texts.moreOfEach()}`,
    `${options.title()}\n${columns([
      ['--json', options.json({ folder: schemaFolder() })],
      ['-h, --help', options.help()],
      ['-V, --version', options.version()],
    ])}`,
    texts.times(),
    `${environment.title()}\n${columns([
      ['CODEX_HOME', environment.CODEX_HOME()],
      ['CODEX_API_KEY', environment.CODEX_API_KEY()],
      ['GATEHOUSE_ISSUER', environment.GATEHOUSE_ISSUER()],
      ['GATEHOUSE_DATA', environment.GATEHOUSE_DATA()],
      ['NO_COLOR', environment.NO_COLOR()],
    ])}\n  HTTPS_PROXY, NO_PROXY, CODEX_CA_CERTIFICATE, SSL_CERT_FILE: ${environment.ofCodex()}`,
    `${texts.exitCodes.title()}\n${columns(
      (Object.keys(exitCodes) as (keyof typeof exitCodes)[]).map((name) => [
        String(exitCodes[name]),
        texts.exitCodes[name](),
      ]),
    )}`,
  ].join('\n\n');
}

function namesIn(group: CommandGroup): readonly CommandName[] {
  return names.filter((name) => commands[name].group === group);
}

/** The forms of a command, whole as they are typed. */
function formsOf(name: CommandName): readonly FormLine[] {
  return commands[name]
    .help()
    .map(([form, about]) => [
      form.startsWith(' ') ? `      ${form}` : `gatehouse ${name} ${form}`.trimEnd(),
      about,
    ]);
}

const widest = 36;

/** Two columns; what a long form does is on the line below it. */
function columns(
  lines: readonly FormLine[],
  width = Math.min(widest, Math.max(...lines.map(([form]) => form.length))),
): string {
  return lines
    .map(([form, about]) =>
      form.length > width
        ? `  ${form}\n${' '.repeat(width + 4)}${about}`
        : `  ${form.padEnd(width)}  ${about}`,
    )
    .join('\n');
}
