import type { Env } from './environment-proxy.ts';

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

/** As codex-rs/codex-client/src/custom_ca.rs chooses it. */
export function codexCaSetting(env: Env): CaSetting | null {
  return caSettingOf(env, 'CODEX_CA_CERTIFICATE') ?? caSettingOf(env, 'SSL_CERT_FILE');
}

export function caSettingOf(env: Env, variable: CaVariable): CaSetting | null {
  const file = env[variable]?.trim() ?? '';
  return file === '' ? null : { variable, file };
}
