export const helpText = `gatehouse - the Codex / ChatGPT sign-in of this machine

Usage
  gatehouse status                     who is signed in, until when, and where it is stored
  gatehouse login                      sign in with ChatGPT in the browser
  gatehouse login --device             sign in with ChatGPT by a code, on any device
  gatehouse login --with-api-key       sign in with an API key from standard input
  gatehouse logout                     sign out on this device
  gatehouse logout --everywhere        also revoke the sign-in at the issuer
  gatehouse refresh [--force]          refresh the access token if it is due, or in any case
  gatehouse token [--show]             one valid access token, for scripts
  gatehouse token --refused            another one than that on standard input, which got a 401
  gatehouse store                      where the sign-in is kept, why, and what copies exist
  gatehouse store move keyring|file    move it, and the setting with it
  gatehouse store protect              take the rights of others from the file
  gatehouse store remove-copies        remove what was kept of sign-ins that could not be read
  gatehouse store entries              the entries in the keyring, where several stand in the way
  gatehouse store remove-entry ID      remove one of several, or one that cannot be read
  gatehouse kept                       sign-ins that were kept, why, and what ends without them
  gatehouse kept use|remove ID         put one into use, or revoke and remove it
  gatehouse activity [--limit N]       what was done with the sign-in, the latest first
  gatehouse policy [--all]             the login rules here, where they come from, what they do
  gatehouse policy --preview FILE      what a managed_config.toml or requirements.toml would do
          [--as requirements|managed-config]   which of them it is, where its name does not say
  gatehouse doctor                     what is in the way of sign-in and refresh, and what to do

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

"gatehouse policy" ends with 0 compliant or not managed, 3 violated or contradictory,
6 a rule that cannot be read or understood, or a sign-in that cannot be judged by them.
"gatehouse doctor" ends with 0 where all passes or only warns, and 5 where something fails.
`;
