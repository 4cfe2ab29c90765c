import { evidenceTexts } from '../../shared/texts/workspace-evidence.ts';
import type { RuleName } from './login-rules.ts';

/** Whether the credential may be used, and what is to be done if not. */
export type Verdict = { readonly kind: 'allowed' } | Violation | Unjudged;

export interface Violation {
  readonly kind: 'violated';
  readonly rule: RuleName;
  readonly source: string;
  /** Mostly in the words of Codex. People read `verdictText`. */
  readonly message: string;
  /** What the rule allows, and what is there instead; left out where only the message tells. */
  readonly broken?: BrokenRule;
  /** Where rules leave no way to sign in: which, as a sentence for people. */
  readonly deadlock?: string;
  /** The message in words for people, where neither of the two above makes them. */
  readonly plain?: string;
  readonly remedy: Remedy;
  /** Why a removal (`signOut`) does not happen now; null where nothing withholds it. */
  readonly withheld: Withheld | null;
  /** The one to unset, for `unsetVariable`. */
  readonly variable?: string;
}

/** A rule of login methods or workspaces that a sign-in breaks. */
export interface BrokenRule {
  readonly method: 'chatgpt' | 'api';
  /** Ids of the workspaces that are allowed; null for a rule of methods. */
  readonly allowed: readonly string[] | null;
  /** That of the sign-in; null where it names none, undefined where nobody can say. */
  readonly workspaceId: string | null | undefined;
  /** What else is to be said, as that Codex does not act on it now. */
  readonly doubt?: string;
}

/** Why a credential that a rule removes is left in place. The rule stays violated. */
export type Withheld =
  | { readonly because: 'environment'; readonly variable: string }
  /** Codex does not start with this configuration, and so removes nothing. */
  | {
      readonly because: 'config';
      readonly message: string;
      /** Where it stops Codex, from line 1 and column 1; null where that is not known. */
      readonly place: {
        readonly source: string;
        readonly line: number | null;
        readonly column: number | null;
      } | null;
    }
  /** It is not certain that Codex would remove it, as where it asks the issuer first. */
  | { readonly because: 'unproven'; readonly message: string };

/** The credential is kept and not used until it can be judged. */
export interface Unjudged {
  readonly kind: 'unknown';
  readonly because: UnjudgedBecause;
  readonly message: string;
}

export type UnjudgedBecause =
  | 'rules'
  | 'credential'
  /** Its workspace is not verified yet, which is tried again. */
  | 'evidence'
  /** Codex uses a token of the environment instead, whose workspace is not known. */
  | 'environment'
  /** Only the issuer knows whose the token is; Codex asks it, Gatehouse does not. */
  | 'owner';

export type Remedy =
  /** Removes the stored credential, by a rule of config.toml. */
  | 'signOut'
  /** Keeps it and does not use it. */
  | 'hide'
  | 'unsetVariable';

/** How far the workspace of a ChatGPT sign-in is proven. */
export type Evidence =
  | { readonly kind: 'verified' }
  /** Not proven, although it was checked; the message says why. */
  | { readonly kind: 'readOnly'; readonly message: string }
  /** Not known yet; the message says what is waited for. */
  | { readonly kind: 'pending'; readonly message: string };

export function notVerified(): Evidence {
  return { kind: 'pending', message: evidenceTexts.notSoFar() };
}
