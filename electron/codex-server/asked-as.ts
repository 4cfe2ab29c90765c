import { knownId } from '../auth/effective-identity.ts';
import type { Credential } from '../auth/credential.ts';
import { defaultIssuer, isTrustworthyUrl } from '../auth/endpoints.ts';
import { readTokenTimes } from '../auth/id-token-claims.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { PrivateFolder } from '../files/private-folder.ts';
import type { Log, Now } from '../ports.ts';
import type { AskScratchCodex, ScratchIdentity } from './scratch-codex.ts';

export interface AskedAsFacts {
  readonly credential: Credential;
  readonly verdict: Verdict;
  readonly issuer: string;
  /** As the settings of Codex have it; null for none. */
  readonly chatgptBaseUrl: string | null;
  readonly now: number;
}

/** Why Codex is not asked with the sign-in in use. */
type NotAskedBecause =
  | 'no-chatgpt-sign-in'
  /** It is kept and not used. */
  | 'not-allowed'
  | 'no-workspace'
  | 'token-ended'
  /** Its token would go to ChatGPT, where it is not from. */
  | 'other-service';

/** Whose usage it is: a person's in a workspace. */
export interface AskedAccount {
  readonly accountId: string;
  readonly userId: string | null;
}

export type AskedAs =
  | { readonly kind: 'asked'; readonly identity: ScratchIdentity; readonly account: AskedAccount }
  | {
      readonly kind: 'notAsked';
      readonly because: NotAskedBecause;
      /** Null where there is none, or nothing is to be said of it. */
      readonly account: AskedAccount | null;
    };

/** What the owners of what Codex says of the account in use work with. */
export interface AskingParts {
  /** Where it is kept. */
  readonly folder: PrivateFolder;
  readonly askScratch: AskScratchCodex;
  readonly askedAs: () => AskedAs;
  readonly now: Now;
  readonly log: Log;
}

/** Codex takes a while to start. */
const leastLeftMs = 60_000;

/** As whom Codex is asked about the account in use: by its access token, which nothing refreshes. */
export function askedAs(facts: AskedAsFacts): AskedAs {
  const { credential, verdict, issuer, chatgptBaseUrl, now } = facts;
  const notAsked = (because: NotAskedBecause, of: AskedAccount | null = null): AskedAs => ({
    kind: 'notAsked',
    because,
    account: of,
  });
  if (credential.kind !== 'chatgpt') return notAsked('no-chatgpt-sign-in');
  if (verdict.kind !== 'allowed') return notAsked('not-allowed');
  const { accessToken, claims } = credential.tokens;
  const accountId = knownId(credential.tokens.accountId);
  if (accountId === null) return notAsked('no-workspace');
  const isOfChatgpt = issuer === defaultIssuer && chatgptBaseUrl === null;
  if (!isOfChatgpt && (chatgptBaseUrl === null || !isTrustworthyUrl(chatgptBaseUrl))) {
    return notAsked('other-service');
  }
  const account = { accountId, userId: knownId(claims.userId) };
  const { expiresAt } = readTokenTimes(accessToken);
  if (expiresAt !== null && expiresAt - now < leastLeftMs) return notAsked('token-ended', account);
  return { kind: 'asked', identity: { accessToken, accountId, chatgptBaseUrl }, account };
}
