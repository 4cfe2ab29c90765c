import { isKeyringProblem, type KeyringProblemCode } from '../../shared/keyring-problem.ts';
import { storedCredentialTexts as texts } from '../../shared/texts/stored-credential.ts';
import type { AuthMode, AuthRecord, TokenData } from './auth-record.ts';
import type { StoredCredential, StoredSource, UnreadableReason } from './credential-store.ts';
import type { WhoamiAnswer } from './personal-access-token.ts';

/** The stored sign-in; does not change until the owner loads again. */
export type Credential =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'apiKey'; readonly origin: StoredKey }
  | {
      readonly kind: 'chatgpt';
      readonly source: StoredSource;
      readonly record: AuthRecord;
      readonly tokens: TokenData;
    }
  | {
      readonly kind: 'personalAccessToken';
      readonly source: StoredSource;
      readonly record: AuthRecord;
      readonly token: string;
      /** Null until a person asked. */
      readonly lookUp: LookUp | null;
    }
  | {
      readonly kind: BedrockKind;
      readonly source: StoredSource;
      readonly record: AuthRecord;
      /** Of AWS; null for access keys, which name none. */
      readonly region: string | null;
    }
  /** Neither "signed out" nor overwritten. */
  | {
      readonly kind: 'unusable';
      readonly problem: CredentialProblem;
      readonly record?: AuthRecord;
    };

export type BedrockKind = 'bedrockApiKey' | 'bedrockAccessKeys';

/** What the sign-in service said, and when, in milliseconds since the epoch. */
export type LookUp = Exclude<WhoamiAnswer, { kind: 'failed' }> & { readonly at: number };

interface StoredKey {
  readonly source: StoredSource;
  readonly apiKey: string;
  readonly record: AuthRecord;
}

export type CredentialProblemCode =
  | 'store-unreadable'
  | KeyringProblemCode
  | 'store-unknown'
  | 'store-not-visible'
  | 'record-invalid'
  | 'tokens-missing'
  | 'api-key-missing'
  | 'mode-unsupported';

interface CredentialProblem {
  readonly code: CredentialProblemCode;
  readonly message: string;
}

export interface CredentialSources {
  readonly stored: StoredCredential;
  readonly location: string;
}

export function resolveCredential({ stored, location }: CredentialSources): Credential {
  switch (stored.kind) {
    case 'absent':
      return { kind: 'signedOut' };
    case 'present':
      return resolveRecord(stored.record, stored.source, location);
    case 'invalid':
      return stored.isOfUnknownKind
        ? unusable('mode-unsupported', texts.leftAsItIs({ place: location, fault: stored.message }))
        : unusable('record-invalid', invalidText(location, stored.message));
    case 'unreadable':
      return unusable(unreadableCode(stored.reason), stored.message);
  }
}

export function unreadableCode(reason: UnreadableReason): CredentialProblemCode {
  return isKeyringProblem(reason) ? reason : unreadableCodes[reason];
}

const unreadableCodes = {
  denied: 'store-unreadable',
  'setting-unknown': 'store-unknown',
  'other-program': 'store-not-visible',
} as const;

function resolveRecord(record: AuthRecord, source: StoredSource, location: string): Credential {
  const mode = modeOf(record);
  switch (mode) {
    case 'apikey': {
      if (record.apiKey === null) {
        return unusable(
          'api-key-missing',
          `${texts.apiKeyMissing()} ${texts.steps.signInAgain()}`,
          record,
        );
      }
      const { apiKey } = record;
      return {
        kind: 'apiKey',
        origin: { source, apiKey, record },
      };
    }
    case 'chatgpt':
    case 'chatgptAuthTokens': {
      const { tokens } = record;
      // The Codex CLI reports "Logged in" for it.
      if (tokens === null) {
        const fact = texts.tokensMissing({ place: location });
        return unusable('tokens-missing', `${fact} ${texts.steps.signInAgain()}`, record);
      }
      return { kind: 'chatgpt', source, record, tokens };
    }
    case 'personalAccessToken': {
      const token = record.personalAccessToken;
      if (token === null) return lacking(record, location, texts.lacking.personalAccessToken());
      return { kind: mode, source, record, token, lookUp: null };
    }
    case 'bedrockApiKey': {
      if (record.bedrockApiKey === null)
        return lacking(record, location, texts.lacking.bedrockApiKey());
      return { kind: mode, source, record, region: record.bedrockApiKey.region };
    }
    case 'bedrockAccessKeys':
      return record.hasBedrockAccessKeys
        ? { kind: mode, source, record, region: null }
        : lacking(record, location, texts.lacking.bedrockAccessKeys());
    case 'headers':
    case 'agentIdentity':
      return unusable('mode-unsupported', texts.kindNotManaged({ place: location, mode }), record);
  }
}

/** Codex CLI 0.171.0 neither uses nor removes it. */
function lacking(record: AuthRecord, location: string, what: string): Credential {
  return unusable('record-invalid', invalidText(location, what), record);
}

function invalidText(location: string, message: string): string {
  const fact = texts.unusable({ place: location, fault: message });
  return `${fact} ${texts.steps.signInAgainBackedUp()}`;
}

/** `auth_mode`, else what the record holds. */
export function modeOf(record: AuthRecord): AuthMode {
  if (record.authMode !== null) return record.authMode;
  if (record.personalAccessToken !== null) return 'personalAccessToken';
  if (record.bedrockApiKey !== null) return 'bedrockApiKey';
  if (record.hasBedrockAccessKeys) return 'bedrockAccessKeys';
  return record.apiKey !== null ? 'apikey' : 'chatgpt';
}

function unusable(code: CredentialProblemCode, message: string, record?: AuthRecord): Credential {
  return { kind: 'unusable', problem: { code, message }, ...(record && { record }) };
}
