import { defaultIssuer } from '../auth/endpoints.ts';
import type { Decided, Setting, SettingValue } from './config-document.ts';
import type { KeysOf, SettingName } from './policy-keys.ts';
import type { RuleAnswer } from './sign-in-rules.ts';

type GatehouseName = Extract<SettingName, `gatehouse.${string}`>;
type Camel<S extends string> = S extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : S;

/** The `[gatehouse]` table of managed places, by keys in camel case. Unset, all is allowed. */
export type GatehouseRules = {
  readonly [N in GatehouseName as N extends `gatehouse.${infer Key}` ? Camel<Key> : never]: Setting<
    SettingValue<N>
  >;
};

export function gatehouseRules(
  decide: <N extends GatehouseName>(name: N) => Setting<SettingValue<N>>,
): GatehouseRules {
  return {
    allowFileStorage: decide('gatehouse.allow_file_storage'),
    allowSignOutEverywhere: decide('gatehouse.allow_sign_out_everywhere'),
    allowCredentialHelper: decide('gatehouse.allow_credential_helper'),
    allowExport: decide('gatehouse.allow_export'),
    requireVerifiedWorkspace: decide('gatehouse.require_verified_workspace'),
    trustedIssuer: decide('gatehouse.trusted_issuer'),
    startAtLogin: decide('gatehouse.start_at_login'),
    organization: decide('gatehouse.organization'),
  };
}

interface Ruled {
  readonly gatehouse: GatehouseRules;
}

const refusals: Readonly<Record<KeysOf<'permissions'>, string>> = {
  'gatehouse.allow_file_storage': 'Keeping the sign-in in a file is not allowed',
  'gatehouse.allow_sign_out_everywhere': 'Signing out everywhere is not allowed',
  'gatehouse.allow_credential_helper': 'Giving tokens to other programs is not allowed',
  'gatehouse.allow_export': 'Exporting is not allowed',
};

/** Whether a sign-in may be moved to a file. New sign-ins ask `ruleForMethod`. */
export function fileStorageRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowFileStorage, 'gatehouse.allow_file_storage');
}

/** Whether the sign-in may be revoked on all devices. */
export function signOutEverywhereRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowSignOutEverywhere, 'gatehouse.allow_sign_out_everywhere');
}

/** Whether another program may be given an access token. */
export function credentialHelperRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowCredentialHelper, 'gatehouse.allow_credential_helper');
}

/** Whether what Gatehouse knows may be written to a file that the person chooses. */
export function exportRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowExport, 'gatehouse.allow_export');
}

/** Whether the person decides on starting at login: not where the rule does, either way. */
export function startAtLoginRule({ gatehouse }: Ruled): RuleAnswer {
  const decided: Decided<'startAtLogin'> = { 'gatehouse.start_at_login': gatehouse.startAtLogin };
  const startAtLogin = decided['gatehouse.start_at_login'];
  switch (startAtLogin.kind) {
    case 'unset':
      return { kind: 'allowed' };
    case 'set':
      return {
        kind: 'forbidden',
        reason: `Whether Gatehouse starts at login is set in ${startAtLogin.source}.`,
      };
    case 'unknown':
      return notKnown(startAtLogin);
  }
}

/** Not from the environment, which the person whom the rule binds can set. */
export function trustedIssuerOf({ trustedIssuer }: GatehouseRules): string {
  return trustedIssuer.kind === 'set' ? trustedIssuer.value : defaultIssuer;
}

// A rule that cannot be understood does not count as "allowed".
function answer(allow: Setting<boolean>, name: KeysOf<'permissions'>): RuleAnswer {
  switch (allow.kind) {
    case 'unset':
      return { kind: 'allowed' };
    case 'set':
      return allow.value
        ? { kind: 'allowed' }
        : {
            kind: 'forbidden',
            reason: `${refusals[name]} on this device (set in ${allow.source}).`,
          };
    case 'unknown':
      return notKnown(allow);
  }
}

function notKnown({ source, message }: Extract<Setting<boolean>, { kind: 'unknown' }>): RuleAnswer {
  return {
    kind: 'unknown',
    reason: `The rules are not known: ${source} cannot be used (${message}).`,
  };
}
