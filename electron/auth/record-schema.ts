import { z } from 'zod';

import { planClaim } from './id-token-claims.ts';
import { parseRelaxedTimestamp } from './relaxed-timestamp.ts';
import { serdeEnum, serdeString, serdeStruct, type Struct } from './serde-json.ts';

// The members that Codex CLI 0.171.0 knows, in the order of their source: `AuthDotJson` of
// codex-rs/login/src/auth/storage.rs, and `TokenData` of token_data.rs.

export const authModes = [
  'apikey',
  'chatgpt',
  'chatgptAuthTokens',
  'headers',
  'agentIdentity',
  'personalAccessToken',
  'bedrockApiKey',
  'bedrockAccessKeys',
] as const;
export type AuthMode = (typeof authModes)[number];

const optionalText = serdeString.nullish();

const provenance = serdeStruct({ issuer: serdeString, client_id: serdeString });

const tokens = {
  id_token: serdeString,
  access_token: serdeString,
  refresh_token: serdeString,
  oauth_provenance: provenance.nullish(),
  login_owner_id: optionalText,
  account_id: optionalText,
};

// A record that Codex refuses for one of them is invalid.
const agentIdentity = {
  agent_runtime_id: serdeString,
  agent_private_key: serdeString,
  account_id: serdeString,
  chatgpt_user_id: serdeString,
  email: optionalText,
  plan_type: planClaim,
  chatgpt_account_is_fedramp: z.boolean(),
  task_id: optionalText,
};
const bedrockApiKey = { api_key: serdeString, region: serdeString };
const bedrockAccessKeys = {
  access_key_id: serdeString,
  secret_access_key: serdeString,
  session_token: optionalText,
};

const record = {
  auth_mode: serdeEnum(authModes).nullish(),
  OPENAI_API_KEY: optionalText,
  tokens: serdeStruct(tokens, Object.keys(tokens).length).nullish(),
  last_refresh: serdeString.refine((text) => parseRelaxedTimestamp(text) !== null).nullish(),
  agent_identity: z.union([serdeString, serdeStruct(agentIdentity)]).nullish(),
  personal_access_token: optionalText,
  bedrock_api_key: serdeStruct(bedrockApiKey).nullish(),
  bedrock_access_keys: serdeStruct(bedrockAccessKeys, 3).nullish(),
};

const leastInList = 2;

export const recordSchema = serdeStruct(record, leastInList);

export const recordStruct = {
  ...textsOf(record),
  tokens: { ...textsOf(tokens), oauth_provenance: { issuer: null, client_id: null } },
  agent_identity: textsOf(agentIdentity),
  bedrock_api_key: textsOf(bedrockApiKey),
  bedrock_access_keys: textsOf(bedrockAccessKeys),
} satisfies Struct;

export const credentialMembers: ReadonlySet<string> = new Set(Object.keys(record));

function textsOf(shape: z.ZodRawShape): Struct {
  return Object.fromEntries(Object.keys(shape).map((name) => [name, null]));
}
