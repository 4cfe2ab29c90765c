import * as z from 'zod/mini';

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

const optionalText = z.nullish(serdeString);

const provenance = serdeStruct({ issuer: serdeString, client_id: serdeString });

const tokens = {
  id_token: serdeString,
  access_token: serdeString,
  refresh_token: serdeString,
  oauth_provenance: z.nullish(provenance),
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
  auth_mode: z.nullish(serdeEnum(authModes)),
  OPENAI_API_KEY: optionalText,
  tokens: z.nullish(serdeStruct(tokens, Object.keys(tokens).length)),
  last_refresh: z.nullish(
    serdeString.check(z.refine((text) => parseRelaxedTimestamp(text) !== null)),
  ),
  agent_identity: z.nullish(z.union([serdeString, serdeStruct(agentIdentity)])),
  personal_access_token: optionalText,
  bedrock_api_key: z.nullish(serdeStruct(bedrockApiKey)),
  bedrock_access_keys: z.nullish(serdeStruct(bedrockAccessKeys, 3)),
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

function textsOf(shape: z.core.$ZodShape): Struct {
  return Object.fromEntries(Object.keys(shape).map((name) => [name, null]));
}
