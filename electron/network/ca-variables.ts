import type { Env } from './environment-proxy.ts';

/** Variables that name a file of certificate authorities. */
export const caVariables = [
  'NODE_EXTRA_CA_CERTS',
  'CODEX_CA_CERTIFICATE',
  'SSL_CERT_FILE',
] as const;
export type CaVariable = (typeof caVariables)[number];

export interface CaSetting {
  readonly variable: CaVariable;
  readonly file: string;
}

/**
 * The file whose authorities are trusted besides the known ones, as the Codex CLI
 * chooses it: that of `CODEX_CA_CERTIFICATE`, else of `SSL_CERT_FILE`; null where
 * neither is set. Source: codex-rs/codex-client/src/custom_ca.rs.
 */
export function codexCaSetting(env: Env): CaSetting | null {
  return caSettingOf(env, 'CODEX_CA_CERTIFICATE') ?? caSettingOf(env, 'SSL_CERT_FILE');
}

/** What one of the variables names; null where it is not set. */
export function caSettingOf(env: Env, variable: CaVariable): CaSetting | null {
  const file = env[variable]?.trim() ?? '';
  return file === '' ? null : { variable, file };
}
