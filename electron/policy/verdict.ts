import type { LoginRules } from './login-rules.ts';

/** Whether the present credential may be used under the rules, and what is to be done if not. */
export type Verdict = { readonly kind: 'allowed' } | Violation | Unjudged;

export interface Violation {
  readonly kind: 'violated';
  readonly rule: keyof LoginRules;
  /** The file that sets the rule. */
  readonly source: string;
  readonly message: string;
  readonly remedy: Remedy;
  /** Only beside the remedy `signOut`: why the removal does not happen; null where nothing withholds it. */
  readonly withheld: Withheld | null;
  /** Only beside the remedy `unsetVariable`. */
  readonly variable?: string;
}

/**
 * Why a stored credential that breaks a removing rule is left in place. The rule stays
 * violated: what is withheld is the removal, not the judgement.
 */
export type Withheld =
  /** A credential of the environment is used in its place for as long as that is set. */
  | { readonly because: 'environment'; readonly variable: string }
  /** Codex does not start with the present configuration, and so removes nothing. */
  | {
      readonly because: 'config';
      readonly message: string;
      /** Where the configuration stops Codex, counted from 1; null where that is not known. */
      readonly place: {
        readonly source: string;
        readonly line: number | null;
        readonly column: number | null;
      } | null;
    }
  /** Nobody could tell whether Codex would remove it, as where it asks the issuer first. */
  | { readonly because: 'unproven'; readonly message: string };

/** It cannot be told: the credential is kept and not used until it can. */
export interface Unjudged {
  readonly kind: 'unknown';
  readonly because: UnjudgedBecause;
  readonly message: string;
}

export type UnjudgedBecause =
  /** The rules cannot be read or understood. */
  | 'rules'
  /** The credential cannot be read. */
  | 'credential'
  /** Nobody could verify its workspace so far, which is tried again without being asked. */
  | 'evidence'
  /** Codex uses a token of the environment in its place, whose workspace is not known. */
  | 'environment'
  /** Whose the stored token is, only the issuer can say, which Codex asks and Gatehouse does not. */
  | 'owner';

export type Remedy =
  /** A rule of config.toml: the stored credential is removed. */
  | 'signOut'
  /** A managed requirement, or a rule of Gatehouse: the credential stays and is not used. */
  | 'hide'
  /** The credential comes from the environment: only its variable can be unset. */
  | 'unsetVariable';

/** How far the workspace of a ChatGPT sign-in is proven. */
export type Evidence =
  /** By a key that the issuer publishes. */
  | { readonly kind: 'verified' }
  /** The claim was read from a token that was looked at and is not proven; the message says why. */
  | { readonly kind: 'readOnly'; readonly message: string }
  /** It is not told yet, neither way; the message says what that waits for. */
  | { readonly kind: 'pending'; readonly message: string };

/** What is known of a token before anybody has verified it. */
export const notVerified: Evidence = {
  kind: 'pending',
  message: 'the signature of its tokens was not verified so far',
};
