import type { Problem, StoragePlace, TokenProblem } from '../../shared/app-state.ts';
import type { RefusalNote } from '../auth/issuer-notes.ts';
import type { KeptSignIn } from '../../shared/kept-sign-ins.ts';
import type { CaFileProblem } from '../network/ca-file-problem.ts';
import type { CaVariable } from '../network/ca-variables.ts';
import type { ProbeOutcome } from '../store/keyring-entries.ts';
import type { Intruder } from '../storage/location-access.ts';
import type { EndpointAnswer, RouteFacts } from './route-facts.ts';

/** What was found on this machine, before anybody judges it. */
export interface DoctorFacts {
  readonly ports: readonly PortFacts[];
  /** Where refreshes go. */
  readonly tokenEndpoint: EndpointFacts;
  /** Which variable sends tokens where instead of to their issuer, a sentence each. */
  readonly tokenOverrides: readonly string[];
  /** Where sign-ins go; null where that is the same address. */
  readonly issuer: EndpointFacts | null;
  /** The ways to the token endpoint. */
  readonly routes: RouteFacts;
  readonly caFiles: readonly CaVariableFacts[];
  /** Milliseconds that this machine is ahead of the issuer; null where it sent no time. */
  readonly clockAheadMs: number | null;
  readonly rules: RulesFacts;
  readonly home: HomeFacts;
  readonly store: StoreFacts;
  /** Of a trial; null where the sign-in is not up to a keyring. */
  readonly keyring: ProbeOutcome | null;
  /** Null where no ChatGPT sign-in can be used. */
  readonly tokens: TokenCheckFacts | null;
  readonly journal: JournalFacts;
  readonly kept: readonly KeptSignIn[];
  readonly locks: readonly LockFacts[];
  /** Programs of Codex on this home, such as "codex (process 4711)"; null where none can be seen. */
  readonly codexProcesses: readonly string[] | null;
}

export interface PortFacts {
  readonly port: number;
  readonly ipv4: AddressFacts;
  readonly ipv6: AddressFacts;
}

export type AddressFacts =
  | { readonly kind: 'free' }
  /** This machine has no such address. */
  | { readonly kind: 'noFamily' }
  /** Gatehouse itself listens there, for a sign-in. */
  | { readonly kind: 'own' }
  /** The holder is null where it cannot be told. */
  | { readonly kind: 'taken'; readonly holder: string | null };

export interface EndpointFacts {
  readonly origin: string;
  readonly answer: EndpointAnswer;
}

export interface CaVariableFacts {
  readonly variable: CaVariable;
  /** Null where the variable is not set. */
  readonly file: string | null;
  readonly content: CaFileFacts | null;
}

export type CaFileFacts =
  | { readonly kind: 'certificates'; readonly count: number; readonly expired: number }
  | CaFileProblem;

/** Where a setting stands. */
export interface SettingPlace {
  /** Null where it is the file as a whole. */
  readonly key: string | null;
  readonly source: string;
  /** Both count from 1; null where they are not known. */
  readonly line: number | null;
  readonly column: number | null;
  /** Whether the person can change it. */
  readonly isOwn: boolean;
}

/** Where a rule stands. */
export type RuleSettingPlace = SettingPlace & { readonly key: string };

/** The login rules of this machine, held against the sign-in. */
export type RulesFacts =
  | { readonly kind: 'none' }
  /** Nobody is signed in, and somebody can. */
  | { readonly kind: 'vacant' }
  /** Those that are set are none for a sign-in that is there. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'met' }
  /** A setting or a file cannot be understood; there is at least one. */
  | {
      readonly kind: 'invalid';
      readonly mistakes: readonly { readonly message: string; readonly place: SettingPlace }[];
    }
  /** No sign-in could comply with them. */
  | {
      readonly kind: 'conflict';
      readonly message: string;
      /** What ends it, each alone. */
      readonly ways: readonly SettingPlace[];
    }
  | {
      readonly kind: 'violated';
      /** The sentence of the Codex CLI. */
      readonly message: string;
      readonly place: RuleSettingPlace;
      /** The one to unset, where the key comes from it; nothing else helps then. */
      readonly variable: string | null;
    }
  | { readonly kind: 'unknown'; readonly message: string }
  /** The sign-in cannot be read. */
  | { readonly kind: 'unjudged' }
  /** Only the issuer can say whose it is. */
  | { readonly kind: 'unowned'; readonly message: string }
  /** One of them asks for what could not be found out so far. */
  | { readonly kind: 'pending'; readonly message: string; readonly place: RuleSettingPlace };

export interface StoreFacts {
  readonly mode: string;
  readonly active: StoragePlace | null;
  /** A file that holds a sign-in, in use or not, and that others can read; else null. */
  readonly exposedFile: string | null;
  /** Who else could put another file in the place of the one in use; null where nobody or it is no file. */
  readonly intruder: Intruder | null;
  /** Copies that were kept of what could not be read. */
  readonly keptCopies: readonly string[];
  readonly signedIn: boolean;
  /** The settings in which a person may choose a file instead; null where a rule or an administrator says otherwise. */
  readonly fileSettingIn: string | null;
  /** Why the credential cannot be used, else null. */
  readonly problem: Problem | null;
}

export interface FolderFacts {
  readonly folder: string;
  readonly state:
    | { readonly kind: 'writable' }
    | { readonly kind: 'missing' }
    /** Something could not be written there; the reason is in words. */
    | { readonly kind: 'unwritable'; readonly reason: string };
}

export interface HomeFacts {
  readonly home: FolderFacts & {
    /** Whether `CODEX_HOME` names it. */
    readonly isChosen: boolean;
  };
  /** The folder that a linked auth.json is in; null where that is the same one. */
  readonly beside: FolderFacts | null;
}

export interface TokenCheckFacts {
  /** What is wrong with them, as the window has it; null where nothing is. */
  readonly problem: TokenProblem | null;
  /** The refusal of the issuer that is noted of them; null where none is. */
  readonly refusal: Pick<RefusalNote, 'issuer' | 'code' | 'at'> | null;
}

export type JournalFacts =
  | { readonly kind: 'empty' }
  /** A refresh began and nothing tells how it ended. */
  | { readonly kind: 'begun' }
  /** Tokens were received and are not saved. */
  | { readonly kind: 'unsaved' }
  /** It would be in a keyring that is locked or not there. */
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unreadable'; readonly message: string };

const lockNames = ['account', 'commit', 'refresh'] as const;

export interface LockFacts {
  readonly name: (typeof lockNames)[number];
  readonly file: string;
  readonly state:
    | { readonly kind: 'free' }
    /** Gatehouse itself works under it. */
    | { readonly kind: 'own' }
    | { readonly kind: 'held'; readonly holder: string | null }
    /** It cannot be taken at all; the message says why and what to do. */
    | { readonly kind: 'unusable'; readonly message: string };
}
