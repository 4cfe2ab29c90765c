import { codexApiKeyVariable, type Environment } from './credential.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/** A credential of the environment; whose it is, only the issuer knows. */
export interface EnvironmentCredential {
  readonly kind: 'workloadIdentity' | 'apiKey' | 'accessToken';
  readonly variable: string;
  /** `dotenv` is `$CODEX_HOME/.env`. */
  readonly setIn: 'environment' | 'dotenv';
}

const codexAccessTokenVariable = 'CODEX_ACCESS_TOKEN';

// Any of them, even empty, selects workload identity, and Codex does not start if it cannot work.
// `SPIFFE_ENDPOINT_SOCKET` alone selects nothing. Seen with Codex CLI 0.171.0.
const workloadIdentityVariables = [
  'OPENAI_FEDERATION_RULE_ID',
  'OPENAI_IDENTITY_TOKEN_FILE',
  'OPENAI_IDENTITY_TOKEN_SOURCE',
  'OPENAI_SPIFFE_ID',
  'OPENAI_SPIFFE_AUDIENCE',
] as const;

export type Dotenv =
  /** Also what Codex passes over: a folder, pipe, device, or a link to nothing. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  /** Codex may find a credential in it. The message ends a sentence. */
  | { readonly kind: 'unknown'; readonly message: string };

/** Codex CLI 0.171.0 skips lines that are not UTF-8, and may stop at a null. */
export function dotenvOf(bytes: Uint8Array): Dotenv {
  if (bytes.includes(0)) return { kind: 'unknown', message: 'it has a null character in it' };
  return { kind: 'text', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

/** Credentials of the environment in the order of `codex exec` (seen with Codex CLI 0.171.0). */
export function environmentCredentials(
  env: Environment,
  dotenv: string | null,
): readonly EnvironmentCredential[] {
  const found: EnvironmentCredential[] = [];
  const inEnvironment = workloadIdentityVariables.find((name) => env[name] !== undefined);
  // Codex drops names in .env that begin with CODEX_: it sets no other credential.
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

export type CodexProgram =
  | 'exec'
  /** Terminal interface, `codex login status`, app-server and so the editors. */
  | 'interactive';

/** The credential that is used before the stored one (seen with Codex CLI 0.171.0). */
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

export function environmentMethod({ kind }: EnvironmentCredential): 'api' | 'chatgpt' {
  return kind === 'apiKey' ? 'api' : 'chatgpt';
}

function setsVariable(dotenv: string, name: string): boolean {
  const blank = String.raw`\p{White_Space}`;
  const setting = new RegExp(`^${blank}*(?:export${blank}+)?${name}${blank}*=`, 'u');
  return dotenv.includes(name) && dotenv.split('\n').some((line) => setting.test(line));
}
