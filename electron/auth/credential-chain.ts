import * as z from 'zod/mini';

import type { CodexProgram, NamedCredential } from '../../shared/codex-programs.ts';
import { environmentCredentialTexts as texts } from '../../shared/texts/environment-credentials.ts';
import type { CodexEnvironment, Variables } from '../base/dotenv.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';
import type { Whoami } from './personal-access-token.ts';
import { claimsOf } from './id-token-claims.ts';

/** A credential of the environment; whose it is, only the issuer knows. */
export interface EnvironmentCredential extends NamedCredential {
  /** Whose it is, as the issuer said when a person asked; null until then. */
  readonly whoami: Whoami | null;
  /** Why Codex surely cannot use it, as a sentence; null where it may. */
  readonly fault: string | null;
}

const codexApiKeyVariable = 'CODEX_API_KEY';
const codexAccessTokenVariable = 'CODEX_ACCESS_TOKEN';

const ruleId = 'OPENAI_FEDERATION_RULE_ID';
const tokenFile = 'OPENAI_IDENTITY_TOKEN_FILE';
const tokenSource = 'OPENAI_IDENTITY_TOKEN_SOURCE';
const spiffeId = 'OPENAI_SPIFFE_ID';
const spiffeAudience = 'OPENAI_SPIFFE_AUDIENCE';
const spiffeSocket = 'SPIFFE_ENDPOINT_SOCKET';

// Any of them, even empty, selects workload identity, and Codex does not start if it cannot work.
// The socket alone selects nothing. Seen with Codex CLI 0.171.0.
const workloadIdentityVariables = [
  ruleId,
  tokenFile,
  tokenSource,
  spiffeId,
  spiffeAudience,
] as const;

/** Credentials of the environment in the order of `codex exec` (seen with Codex CLI 0.171.0). */
export function environmentCredentials({
  variables,
  ofDotenv,
}: CodexEnvironment): readonly EnvironmentCredential[] {
  const found: EnvironmentCredential[] = [];
  const add = (kind: EnvironmentCredential['kind'], variable: string, fault: string | null) =>
    found.push({
      kind,
      variable,
      setIn: ofDotenv.has(variable) ? 'dotenv' : 'environment',
      whoami: null,
      fault,
    });
  const selecting = workloadIdentityVariables.find((name) => variables[name] !== undefined);
  if (selecting !== undefined) add('workloadIdentity', selecting, workloadIdentityFault(variables));
  const key = trimWhiteSpace(variables[codexApiKeyVariable] ?? '');
  if (key !== '') add('apiKey', codexApiKeyVariable, null);
  const token = accessTokenOf(variables);
  if (token !== '') add('accessToken', codexAccessTokenVariable, accessTokenFault(token));
  return found;
}

/** The value of `CODEX_ACCESS_TOKEN` as Codex takes it; empty for none. */
export function accessTokenOf(variables: Variables): string {
  return trimWhiteSpace(variables[codexAccessTokenVariable] ?? '');
}

/** From the root, a drive or a server. */
const absolute = /^(\/|[A-Za-z]:[\\/]|\\\\)/;

/** In the words of Codex CLI 0.171.0, where it has some. */
function workloadIdentityFault(variables: Variables): string | null {
  const required = (name: string): string | null => {
    const value = variables[name];
    if (value === undefined) return texts.workloadIdentity.requires({ name });
    return trimWhiteSpace(value) === '' ? texts.workloadIdentity.empty({ name }) : null;
  };
  const source = variables[tokenSource] ?? 'file';
  if (source !== 'file' && source !== 'spiffe')
    return texts.workloadIdentity.source({ variable: tokenSource });
  const ofRule = required(ruleId);
  if (ofRule !== null) return ofRule;
  if (source === 'file') {
    const isSpiffe = variables[spiffeId] !== undefined || variables[spiffeAudience] !== undefined;
    if (isSpiffe) return texts.workloadIdentity.notOfSpiffe({ variable: tokenSource });
    const file = variables[tokenFile];
    if (file === undefined) return texts.workloadIdentity.requires({ name: tokenFile });
    return absolute.test(file) ? null : texts.workloadIdentity.notAbsolute({ variable: tokenFile });
  }
  if (variables[tokenFile] !== undefined) {
    return texts.workloadIdentity.fileToo({ variable: tokenFile });
  }
  const id = variables[spiffeId];
  const isOfSpiffe = id === undefined || /^spiffe:\/\/./.test(id);
  return (
    required(spiffeSocket) ??
    required(spiffeAudience) ??
    (isOfSpiffe ? null : texts.workloadIdentity.notSpiffeId({ variable: spiffeId }))
  );
}

/** By its prefix alone, as Codex tells (seen with Codex CLI 0.171.0). */
export function isPersonalAccessToken(token: string): boolean {
  return token.startsWith('at-');
}

/** A personal access token, or the JWT of an agent identity. */
function accessTokenFault(token: string): string | null {
  return isPersonalAccessToken(token) || isAgentIdentity(token)
    ? null
    : texts.notToken({ variable: codexAccessTokenVariable });
}

const agentClaims = z.looseObject({ agent_runtime_id: z.string(), agent_private_key: z.string() });

/** Whether it may be one: Codex CLI 0.171.0 goes on to ask for the keys of the issuer. */
export function isAgentIdentity(token: string): boolean {
  const parts = token.split('.').length;
  return parts === 3 && agentClaims.safeParse(claimsOf(token)).success;
}

/** Of which of them a kind of program takes the first that rules do not bar. */
export function chainOf(
  program: CodexProgram,
  environment: readonly EnvironmentCredential[],
): readonly EnvironmentCredential[] {
  return environment.filter(({ kind }) => program === 'exec' || kind !== 'apiKey');
}

export function environmentMethod({ kind }: NamedCredential): 'api' | 'chatgpt' {
  return kind === 'apiKey' ? 'api' : 'chatgpt';
}
