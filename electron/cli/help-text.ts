import { helpTexts as texts } from '../../shared/texts/command-line/help.ts';
import { commands, type CommandName } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { schemaFolder } from './schema-folder.ts';

/** The forms of a command, one a line: how it is typed, and what that does. */
function formsText(name: CommandName): string {
  return commands[name]
    .help()
    .map(([form, text]) =>
      formLine(form.startsWith(' ') ? `       ${form}` : `gatehouse ${name} ${form}`, text),
    )
    .join('\n');
}

function formLine(form: string, text: string): string {
  return `  ${form.trimEnd().padEnd(34)}   ${text}`;
}

/** All forms of all commands, one a line. */
export function usageText(): string {
  return [
    ...(Object.keys(commands) as CommandName[]).map(formsText),
    formLine('gatehouse help [COMMAND]', texts.commands.help()),
  ].join('\n');
}

/** Help on one command alone. */
export function helpOn(name: CommandName): string {
  const { options, usage, more } = texts;
  return `${usage()}
${formsText(name)}

${options.title()}
  --json          ${options.jsonOfOne({ file: `${schemaFolder()}/${name}.schema.json` })}
  -h, --help      ${options.helpOfOne()}

${more()}`;
}

export function helpText(): string {
  const { options, environment } = texts;
  return `${texts.title()}

${texts.usage()}
${usageText()}

${options.title()}
  --json          ${options.json({ folder: schemaFolder() })}
  -h, --help      ${options.help()}
  -V, --version   ${options.version()}

${texts.times()}

${environment.title()}
  CODEX_HOME        ${environment.CODEX_HOME()}
  CODEX_API_KEY     ${environment.CODEX_API_KEY()}
  GATEHOUSE_ISSUER  ${environment.GATEHOUSE_ISSUER()}
  GATEHOUSE_DATA    ${environment.GATEHOUSE_DATA()}
  HTTPS_PROXY, NO_PROXY, CODEX_CA_CERTIFICATE, SSL_CERT_FILE   ${environment.ofCodex()}

${exitCodesText()}`;
}

function exitCodesText(): string {
  const { exitCodes: codes } = texts;
  const text = (name: keyof typeof exitCodes): string => `${exitCodes[name]} ${codes[name]()}`;
  const pair = (left: keyof typeof exitCodes, right: keyof typeof exitCodes): string =>
    `  ${text(left).padEnd(33)} ${text(right)}`;
  return `${codes.title()}
${pair('done', 'permanentFailure')}
${pair('notSignedIn', 'transientFailure')}
${pair('usage', 'storeFailure')}
  ${text('ruleViolated')}

${codes.ofPolicy()}
${codes.ofDoctor()}
`;
}
