import type { CodexClient, CodexErrorCode } from './codex-client.ts';

/** As whom Codex is asked: by the access token alone, which is all that leaves Gatehouse. */
export interface ScratchIdentity {
  readonly accessToken: string;
  /** `chatgpt_account_id`. */
  readonly accountId: string;
  /** Where Codex asks (`chatgpt_base_url`); null for ChatGPT itself. */
  readonly chatgptBaseUrl: string | null;
}

export type ScratchAnswer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'offline' }
  /** No Codex CLI that may be run. */
  | { readonly kind: 'noProgram' }
  /** It is older than what was tested, or does not say its version (null). */
  | { readonly kind: 'untested'; readonly version: string | null }
  | {
      readonly kind: 'failed';
      readonly code: CodexErrorCode;
      /** What the service answered to Codex, as far as it says so. */
      readonly status: number | null;
    };

/**
 * Starts the installed Codex CLI in an empty home of its own, has it take the access token, asks,
 * and removes that home. It never rejects, and the home of the person is not touched.
 */
export type AskScratchCodex = <T>(
  identity: ScratchIdentity,
  ask: (client: CodexClient) => Promise<T>,
) => Promise<ScratchAnswer<T>>;
