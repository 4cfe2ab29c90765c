import type { AppErrorCode } from '../../shared/app-error.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import type { SignInGrant } from '../auth/auth-record.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import type { Delay, HttpClient, Log, Now, OpenBrowser, RandomBytes } from '../ports.ts';
import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import type { CheckPeer } from './peer-check.ts';

/** As whom a person means to sign in; members are null where that is open. */
export interface ExpectedAccount {
  readonly email: string | null;
  readonly workspaceId: string | null;
}

export interface SignInDeps {
  readonly endpoints: Endpoints;
  readonly http: HttpClient;
  readonly now: Now;
  readonly delay: Delay;
  readonly randomBytes: RandomBytes;
  readonly openBrowser: OpenBrowser;
  readonly checkPeer: CheckPeer;
  /** The name of a user of this machine; null where it is unknown. */
  readonly userNameOf: (uid: number) => Promise<string | null>;
  /** The login rules, read again for each question. */
  rules(): Promise<KnownRules>;
  /** Checks that a sign-in can be saved. @throws {StoreError} where a keyring does not answer. */
  requirePlace(): Promise<void>;
  /**
   * Saves the new sign-in, by default in place of the present one, which stays where this throws a
   * `StoreError`. @throws {AppFailure} `another-account` where it is of another one than expected
   */
  save(grant: SignInGrant): Promise<void>;
  /** Left out: anybody. */
  readonly expected?: ExpectedAccount | null;
  failed(code: AppErrorCode): void;
  readonly log: Log;
  /** For the callback server, in the order they are tried. */
  readonly ports: readonly number[];
}

/** What a sign-in needs in the app, where it can be made for several purposes. */
export interface SignInOwnerDeps extends SignInDeps {
  forPurpose(purpose: SignInPurpose): SignInDeps;
  /** Ends a sign-in that was made, not saved, and is not wanted. Resolves to whether it was revoked. */
  discard(grant: SignInGrant): Promise<boolean>;
}
