import type { IssuerAccount } from './accounts.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { DeviceGrants } from './device-grants.ts';
import type { IssuerSettings } from './issuer-options.ts';
import type { RefreshFamilies } from './refresh-families.ts';
import type { SecretLedger } from './secret-ledger.ts';
import type { TokenMint } from './token-mint.ts';

/** What the endpoints of one running issuer share. */
export interface IssuerState {
  readonly origin: string;
  readonly settings: IssuerSettings;
  readonly ledger: SecretLedger;
  readonly mint: TokenMint;
  readonly families: RefreshFamilies;
  readonly codes: AuthorizationCodes;
  readonly devices: DeviceGrants;
  readonly sessions: BrowserSessions;
}

export function accountByEmail(
  state: IssuerState,
  email: string | undefined,
): IssuerAccount | undefined {
  return state.settings.accounts.find((account) => account.email === email);
}

/** Entitled unless the account says otherwise. */
export function isEntitled(account: IssuerAccount): boolean {
  return account.codexEntitled !== false;
}
