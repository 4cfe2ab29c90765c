import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { IssuerAccount } from './accounts.ts';
import type { SecretLedger } from './secret-ledger.ts';

const deviceLifetimeMs = 15 * 60 * 1000;
/** No vowels and no look-alikes: RFC 8628 section 6.1. */
const userCodeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ23456789';

export type DeviceDecision =
  | { readonly state: 'pending' }
  | { readonly state: 'approved'; readonly account: IssuerAccount }
  | { readonly state: 'refused'; readonly reason: 'access_denied' | 'missing_codex_entitlement' }
  | { readonly state: 'collected' };

export interface DeviceGrant {
  readonly deviceAuthId: string;
  readonly userCode: string;
  readonly clientId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  decision: DeviceDecision;
}

export interface DeviceGrants {
  open(clientId: string): DeviceGrant;
  find(deviceAuthId: string): DeviceGrant | undefined;
  /** Only while a decision is still to be made; case and separators do not matter. */
  findOpen(typedUserCode: string): DeviceGrant | undefined;
  hasExpired(grant: DeviceGrant): boolean;
}

function newUserCode(): string {
  const characters = Array.from(
    { length: 9 },
    () => userCodeAlphabet[randomInt(userCodeAlphabet.length)],
  ).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

function normalised(userCode: string): string {
  return userCode.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

export function createDeviceGrants(options: {
  readonly ledger: SecretLedger;
  readonly now: () => number;
}): DeviceGrants {
  const grants = new Map<string, DeviceGrant>();
  const hasExpired = (grant: DeviceGrant) => grant.expiresAt <= options.now();
  return {
    open(clientId) {
      const deviceAuthId = `deviceauth_${randomUUID()}${randomBytes(8).toString('hex')}`;
      const grant: DeviceGrant = {
        // Whoever holds it can collect the sign-in.
        deviceAuthId: options.ledger.remember(deviceAuthId),
        userCode: newUserCode(),
        clientId,
        expiresAt: options.now() + deviceLifetimeMs,
        decision: { state: 'pending' },
      };
      grants.set(deviceAuthId, grant);
      return grant;
    },
    find: (deviceAuthId) => grants.get(deviceAuthId),
    findOpen: (typedUserCode) =>
      [...grants.values()].find(
        (grant) =>
          normalised(grant.userCode) === normalised(typedUserCode) &&
          grant.decision.state === 'pending' &&
          !hasExpired(grant),
      ),
    hasExpired,
  };
}
