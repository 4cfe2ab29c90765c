import { commands } from './commands.ts';

/** All forms of all commands, one a line. */
export const usageText = Object.entries(commands)
  .flatMap(([name, { help }]) =>
    help.map(([form, text]) => {
      const left = form.startsWith(' ') ? `       ${form}` : `gatehouse ${name} ${form}`.trimEnd();
      return `  ${left.padEnd(34)}   ${text}`;
    }),
  )
  .join('\n');

export const helpText = `gatehouse - the Codex / ChatGPT sign-in of this machine

Usage
${usageText}

Options
  --json          print one JSON object on standard output (token: none without a token);
                  docs/schemas has a JSON Schema for each
  -h, --help      print this text
  -V, --version   print the version

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
