import type { AppErrorCode } from '../../shared/app-error.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import type { SignInGrant } from '../auth/auth-record.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import type { Delay, HttpClient, Log, Now, OpenBrowser, RandomBytes } from '../ports.ts';
import type { CheckPeer } from './peer-check.ts';

/** What the sign-in methods need from the outside. */
export interface SignInDeps {
  readonly endpoints: Endpoints;
  readonly http: HttpClient;
  readonly now: Now;
  readonly delay: Delay;
  readonly randomBytes: RandomBytes;
  readonly openBrowser: OpenBrowser;
  /** Whose program has connected to the sign-in's port. */
  readonly checkPeer: CheckPeer;
  /** The name of a user of this machine; null where it is not known. */
  readonly userNameOf: (uid: number) => Promise<string | null>;
  /** The login rules as they are now; read again for each question. */
  rules(): Promise<KnownRules>;
  /**
   * Makes sure, before a person goes to the trouble of a sign-in, that it has a place to go to.
   *
   * @throws {StoreError} where a keyring that does not answer stands in its way.
   */
  requirePlace(): Promise<void>;
  /**
   * Saves what was granted in place of the present credential, which stays as
   * it is where this throws a `StoreError`.
   */
  save(grant: SignInGrant): Promise<void>;
  /** Told why a sign-in came to nothing. */
  failed(code: AppErrorCode): void;
  readonly log: Log;
  /** Ports for the browser's way back, in the order they are tried. */
  readonly ports: readonly number[];
}
