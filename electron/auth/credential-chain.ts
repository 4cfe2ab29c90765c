import { codexApiKeyVariable } from './credential.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/**
 * A credential that the environment gives to Codex. Only `CODEX_API_KEY` says by itself
 * what it is worth: whose an access token or a workload identity is, and whether it is
 * good for anything, is known to the issuer alone, which is not asked.
 */
export interface EnvironmentCredential {
  readonly kind: 'workloadIdentity' | 'apiKey' | 'accessToken';
  /** The variable that a person would unset. */
  readonly variable: string;
  /** Where it is set: `dotenv` is the file `.env` in the folder of Codex. */
  readonly setIn: 'environment' | 'dotenv';
}

const codexAccessTokenVariable = 'CODEX_ACCESS_TOKEN';

/**
 * Any of them selects workload identity, also with an empty value: one that cannot work
 * keeps Codex from starting. `SPIFFE_ENDPOINT_SOCKET` alone selects nothing.
 * Source: seen with Codex CLI 0.171.0.
 */
const workloadIdentityVariables = [
  'OPENAI_FEDERATION_RULE_ID',
  'OPENAI_IDENTITY_TOKEN_FILE',
  'OPENAI_IDENTITY_TOKEN_SOURCE',
  'OPENAI_SPIFFE_ID',
  'OPENAI_SPIFFE_AUDIENCE',
] as const;

/** The file `.env` in the folder of Codex. */
export type Dotenv =
  /** Also where Codex passes over what is there: a folder, a pipe, a device, a link to nothing. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  /** Codex may find a credential in it all the same. The message is the end of a sentence. */
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * What a file `.env` holds. Codex passes over the lines that are not UTF-8 and reads on, and
 * takes no mark of the byte order away. A null character may end it.
 *
 * Source: seen with Codex CLI 0.171.0.
 */
export function dotenvOf(bytes: Uint8Array): Dotenv {
  if (bytes.includes(0)) return { kind: 'unknown', message: 'it has a null character in it' };
  return { kind: 'text', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials of the environment, in the order in which `codex exec` takes them and a
 * forced rule judges them; what is stored comes after them. A value of blanks is as good
 * as none, but for workload identity.
 *
 * @param dotenv text of `$CODEX_HOME/.env`, null where there is none. Of credentials it can
 * set workload identity alone: Codex drops names there that begin with `CODEX_`.
 *
 * Source: seen with Codex CLI 0.171.0.
 */
export function environmentCredentials(
  env: Environment,
  dotenv: string | null,
): readonly EnvironmentCredential[] {
  const found: EnvironmentCredential[] = [];
  const inEnvironment = workloadIdentityVariables.find((name) => env[name] !== undefined);
  const inDotenv = workloadIdentityVariables.find((name) => setsVariable(dotenv ?? '', name));
  if (inEnvironment !== undefined) {
    const setIn = 'environment';
    found.push({ kind: 'workloadIdentity', variable: inEnvironment, setIn });
  } else if (inDotenv !== undefined) {
    found.push({ kind: 'workloadIdentity', variable: inDotenv, setIn: 'dotenv' });
  }
  for (const [kind, variable] of [
    ['apiKey', codexApiKeyVariable],
    ['accessToken', codexAccessTokenVariable],
  ] as const) {
    if (trimWhiteSpace(env[variable] ?? '') !== '')
      found.push({ kind, variable, setIn: 'environment' });
  }
  return found;
}

/** A kind of program of Codex, as far as they take credentials in another order. */
export type CodexProgram =
  /** `codex exec` and its like. */
  | 'exec'
  /** The terminal interface, `codex login status`, the app-server and so the editors. */
  | 'interactive';

/**
 * The credential of the environment that a kind of program uses in place of the stored
 * one; null where it uses that. `CODEX_API_KEY` is for `exec` alone. Where managed
 * requirements allow some methods only, those of another method are passed over.
 *
 * A forced rule judges the first for `exec` in the terminal interface as well.
 *
 * Source: seen with Codex CLI 0.171.0.
 */
export function environmentInUse(
  program: CodexProgram,
  environment: readonly EnvironmentCredential[],
  allowedMethods: readonly ('api' | 'chatgpt')[] | null,
): EnvironmentCredential | null {
  const taken = environment.filter(({ kind }) => program === 'exec' || kind !== 'apiKey');
  const isAllowed = (one: EnvironmentCredential): boolean =>
    allowedMethods === null || allowedMethods.includes(environmentMethod(one));
  return taken.find(isAllowed) ?? null;
}

/** The method that rules count a credential of the environment as. */
export function environmentMethod({ kind }: EnvironmentCredential): 'api' | 'chatgpt' {
  return kind === 'apiKey' ? 'api' : 'chatgpt';
}

/** `NAME=`, also behind `export`; a name that no value follows sets nothing. Lines end with LF. */
function setsVariable(dotenv: string, name: string): boolean {
  const blank = String.raw`\p{White_Space}`;
  const setting = new RegExp(`^${blank}*(?:export${blank}+)?${name}${blank}*=`, 'u');
  return dotenv.includes(name) && dotenv.split('\n').some((line) => setting.test(line));
}
