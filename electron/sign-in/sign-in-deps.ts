import type { AppErrorCode } from '../../shared/app-error.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import type { SignInGrant } from '../auth/auth-record.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import type { Delay, HttpClient, Log, Now, OpenBrowser, RandomBytes } from '../ports.ts';
import type { CheckPeer } from './peer-check.ts';

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
  /** Replaces the present credential, which is kept where this throws a `StoreError`. */
  save(grant: SignInGrant): Promise<void>;
  failed(code: AppErrorCode): void;
  readonly log: Log;
  /** For the callback server, in the order they are tried. */
  readonly ports: readonly number[];
}
