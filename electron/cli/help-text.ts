import { commands, type CommandName } from './commands.ts';

/** The forms of a command, one a line: how it is typed, and what that does. */
function formsText(name: CommandName): string {
  return commands[name].help
    .map(([form, text]) => {
      const left = form.startsWith(' ') ? `       ${form}` : `gatehouse ${name} ${form}`.trimEnd();
      return `  ${left.padEnd(34)}   ${text}`;
    })
    .join('\n');
}

/** All forms of all commands, one a line. */
export const usageText = [
  ...(Object.keys(commands) as CommandName[]).map(formsText),
  `  ${'gatehouse help [COMMAND]'.padEnd(34)}   this text, or the part of it about one command`,
].join('\n');

/** Help on one command alone. */
export function helpOn(name: CommandName): string {
  return `Usage
${formsText(name)}

Options
  --json          print JSON; JSON Schema: docs/schemas/${name}.schema.json
  -h, --help      print this text

"gatehouse help" has the other commands, the exit codes and the environment.`;
}

export const helpText = `gatehouse - the Codex / ChatGPT sign-in of this machine

Usage
${usageText}

Options
  --json          print one JSON object (token: none without a token); JSON Schemas: docs/schemas
  -h, --help      print this text, or after a command the part of it about that
  -V, --version   print the version

Times are on the clock of this computer, and in --json ISO 8601 in UTC. NO_COLOR turns colours off.

Environment
  CODEX_HOME        folder of the credential (default: ~/.codex)
  CODEX_API_KEY     an API key that is used instead of what is stored
  GATEHOUSE_ISSUER  another issuer for sign-in (https, or http on this machine)
  GATEHOUSE_DATA    folder of Gatehouse's own data, such as the activity log
  HTTPS_PROXY, NO_PROXY, CODEX_CA_CERTIFICATE, SSL_CERT_FILE   as for the Codex CLI

Exit codes
  0 done, or signed in              4 refresh failed for good: sign in again
  1 not signed in                   5 failed for now: try again
  2 wrong usage                     6 the credential cannot be read, written or judged
  3 a login rule is violated, or an administrator fixes the setting

"gatehouse policy" ends with 0 where no rule is broken; only the state "compliant" says that an
administrator's rule holds. It ends with 3 violated or contradictory, 6 a rule that cannot be
read or understood, or a sign-in that cannot be judged by them.
"gatehouse doctor" ends with 0 where all passes or only warns, and 5 where something fails.
`;
