import { defaultIssuer } from '../auth/endpoints.ts';
import type { Setting, SettingName, SettingValue } from './settings-document.ts';
import type { RuleAnswer } from './sign-in-rules.ts';

/**
 * Gatehouse's own rules, from the `[gatehouse]` table of managed places. All is
 * allowed, and nothing demanded, where they are not set.
 */
export interface GatehouseRules {
  readonly allowFileStorage: Setting<boolean>;
  readonly allowSignOutEverywhere: Setting<boolean>;
  readonly allowCredentialHelper: Setting<boolean>;
  readonly allowExport: Setting<boolean>;
  readonly requireVerifiedWorkspace: Setting<boolean>;
  /** Whose published keys verify a workspace; the provider's own where it is not set. */
  readonly trustedIssuer: Setting<string>;
  /** The person decides where it is not set. */
  readonly startAtLogin: Setting<boolean>;
  /** Who is named as the one that manages this machine. */
  readonly organization: Setting<string>;
}

type GatehouseName = Extract<SettingName, `gatehouse.${string}`>;

/** The rules as `decide` resolves each of them. */
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

/** Whatever holds the rules. */
interface Ruled {
  readonly gatehouse: GatehouseRules;
}

/** Whether a sign-in may be moved to a file. New sign-ins ask `ruleForMethod`. */
export function fileStorageRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowFileStorage, 'Keeping the sign-in in a file is not allowed');
}

/** Whether the sign-in may be revoked on all devices. */
export function signOutEverywhereRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowSignOutEverywhere, 'Signing out everywhere is not allowed');
}

/** Whether another program may be given an access token. */
export function credentialHelperRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowCredentialHelper, 'Giving tokens to other programs is not allowed');
}

/** Whether what Gatehouse knows may be written to a file that the person chooses. */
export function exportRule({ gatehouse }: Ruled): RuleAnswer {
  return answer(gatehouse.allowExport, 'Exporting is not allowed');
}

/** Whether the person may switch starting at login on and off: not where the rule does, either way. */
export function startAtLoginRule({ gatehouse: { startAtLogin } }: Ruled): RuleAnswer {
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

/**
 * Whose keys verify a sign-in: the provider's, or those that an administrator trusts. No
 * variable of the environment counts here, for the person whom the rule binds can set it.
 */
export function trustedIssuerOf({ trustedIssuer }: GatehouseRules): string {
  return trustedIssuer.kind === 'set' ? trustedIssuer.value : defaultIssuer;
}

// A rule that cannot be understood must not count as "allowed".
function answer(allow: Setting<boolean>, sentence: string): RuleAnswer {
  switch (allow.kind) {
    case 'unset':
      return { kind: 'allowed' };
    case 'set':
      return allow.value
        ? { kind: 'allowed' }
        : { kind: 'forbidden', reason: `${sentence} on this device (set in ${allow.source}).` };
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
