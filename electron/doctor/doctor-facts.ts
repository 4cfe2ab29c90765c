import type { CloudReport } from '../../shared/policy.ts';
import type { ModelProvider, Problem, StoragePlace, TokenProblem } from '../../shared/app-state.ts';
import type { CodexCredentials } from '../../shared/codex-programs.ts';
import type { RefusalNote } from '../auth/issuer-notes.ts';
import type { KeptSignIn } from '../../shared/kept-sign-ins.ts';
import type { RunningCodex } from '../../shared/running-codex.ts';
import type { SavedAccountsFacts } from '../account/accounts-in-home.ts';
import type { CaFileProblem } from '../network/ca-file-problem.ts';
import type { CaVariable } from '../network/ca-variables.ts';
import type { EnvironmentSettings, Routes } from '../network/routes.ts';
import type { HttpClient, HttpErrorCode, Now, SystemProxy } from '../ports.ts';
import type { LockFile } from '../store/file-lock.ts';
import type { ProbeOutcome } from '../store/keyring-entries.ts';
import type { Intruder } from '../storage/location-access.ts';

/** Programs get the words of Codex where a rule is broken. */
export type DoctorReader = 'people' | 'programs';

/** What was found, before it is judged. */
export interface DoctorFacts {
  readonly ports: readonly PortFacts[];
  readonly tokenEndpoint: EndpointFacts;
  /** A sentence for each variable that sends tokens elsewhere than to their issuer. */
  readonly tokenOverrides: readonly string[];
  /** Null where sign-ins go to the token endpoint's address. */
  readonly issuer: EndpointFacts | null;
  readonly routes: RouteFacts;
  readonly caFiles: readonly CaVariableFacts[];
  /** Milliseconds that this machine is ahead of the issuer; null where it sent no time. */
  readonly clockAheadMs: number | null;
  readonly rules: RulesFacts;
  readonly codex: CodexCredentials;
  readonly dotenv: DotenvFacts;
  readonly cloud: CloudReport;
  readonly home: HomeFacts;
  readonly store: StoreFacts;
  /** Null where the sign-in does not depend on a keyring. */
  readonly keyring: ProbeOutcome | null;
  /** Null where no ChatGPT sign-in can be used. */
  readonly tokens: TokenCheckFacts | null;
  readonly journal: JournalFacts;
  readonly kept: readonly KeptSignIn[];
  readonly savedAccounts: SavedAccountsFacts;
  readonly locks: readonly LockFacts[];
  readonly running: RunningCodex;
}

/** The file `.env` of Codex. */
export interface DotenvFacts {
  /** Why it could not be read, as a clause. */
  readonly problem: string | null;
  /** The names of the variables. */
  readonly sets: readonly string[];
}

export interface PortFacts {
  readonly port: number;
  readonly ipv4: AddressFacts;
  readonly ipv6: AddressFacts;
}

export type AddressFacts =
  | { readonly kind: 'free' }
  | { readonly kind: 'noFamily' }
  | { readonly kind: 'own' }
  /** The holder is null where it is not known. */
  | { readonly kind: 'taken'; readonly holder: string | null };

export interface EndpointFacts {
  readonly origin: string;
  readonly answer: EndpointAnswer;
}

/** What an empty request to an endpoint came to. */
export type EndpointAnswer =
  /** With any status: the request asks for nothing. */
  | { readonly kind: 'answered'; readonly status: string; readonly isServerError: boolean }
  | {
      readonly kind: 'failed';
      readonly code: HttpErrorCode;
      readonly fact: string;
      readonly advice: string | null;
    };

export interface RouteFacts extends Pick<EnvironmentSettings, 'isLocal' | 'exemptBy'> {
  /** The host of the token endpoint, as it would stand in `NO_PROXY`. */
  readonly host: string;
  readonly environment: EnvironmentRoute;
  readonly system: SystemRoute;
  /** Without any proxy. */
  readonly direct: EndpointAnswer;
}

export type EnvironmentRoute =
  | { readonly kind: 'none' }
  | { readonly kind: 'socks' | 'invalid'; readonly variable: string }
  | {
      readonly kind: 'proxy';
      readonly variable: string;
      /** Without user name and password. */
      readonly origin: string;
      /** Null where it was not tried, since the endpoint is on this machine. */
      readonly answer: EndpointAnswer | null;
    };

export type SystemRoute =
  /** Not asked: this program cannot, or the endpoint is on this machine. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly fact: string; readonly advice: string }
  | {
      readonly kind: 'proxy';
      /** In the order of preference, such as "http://a.example:8080, then no proxy". */
      readonly names: string;
      readonly answer: EndpointAnswer;
    };

export interface CaVariableFacts {
  readonly variable: CaVariable;
  readonly file: string | null;
  readonly content: CaFileFacts | null;
}

export type CaFileFacts =
  | { readonly kind: 'certificates'; readonly count: number; readonly expired: number }
  | CaFileProblem;

export interface SettingPlace {
  /** Null for the file as a whole. */
  readonly key: string | null;
  readonly source: string;
  /** From 1. */
  readonly line: number | null;
  readonly column: number | null;
  /** Whether the person can change it. */
  readonly isOwn: boolean;
  /** Whether it is set by cloud rules, which the person can override. */
  readonly isOfCloud?: boolean;
}

export type RuleSettingPlace = SettingPlace & { readonly key: string };

export type RulesFacts =
  | { readonly kind: 'none' }
  /** Nobody is signed in, and somebody could. */
  | { readonly kind: 'vacant' }
  /** None of them concerns the present sign-in. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'met' }
  /** Values or files that cannot be understood, at least one. */
  | {
      readonly kind: 'invalid';
      readonly mistakes: readonly { readonly message: string; readonly place: SettingPlace }[];
    }
  /** No sign-in could comply with them. */
  | {
      readonly kind: 'conflict';
      readonly message: string;
      /** Each of them alone ends it. */
      readonly ways: readonly SettingPlace[];
    }
  | {
      readonly kind: 'violated';
      /** In the words of Codex where it has any. */
      readonly message: string;
      /** The same for people. */
      readonly explanation: string;
      readonly place: RuleSettingPlace;
      /** The only remedy, where the key comes from this variable. */
      readonly variable: string | null;
    }
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'unjudged' }
  /** Only the issuer can say whose it is. */
  | { readonly kind: 'unowned'; readonly message: string }
  /** What a rule demands is not verified yet. */
  | { readonly kind: 'pending'; readonly message: string; readonly place: RuleSettingPlace };

export interface StoreFacts {
  readonly mode: string;
  readonly active: StoragePlace | null;
  /** A file with a sign-in, in use or not, that others can read. */
  readonly exposedFile: string | null;
  /** Who else could replace the file in use. */
  readonly intruder: Intruder | null;
  readonly keptCopies: readonly string[];
  readonly signedIn: boolean;
  /** The kind of sign-in, as a title; null where none can be used. */
  readonly holds: string | null;
  readonly provider: ModelProvider | null;
  /** Where a person may choose a file instead; null where rules or an administrator forbid it. */
  readonly fileSettingIn: string | null;
  readonly problem: Problem | null;
}

export interface FolderFacts {
  readonly folder: string;
  readonly state:
    | { readonly kind: 'writable' }
    | { readonly kind: 'missing' }
    | { readonly kind: 'unwritable'; readonly reason: string };
}

export interface HomeFacts {
  readonly home: FolderFacts & {
    readonly isChosen: boolean;
  };
  /** The folder that a linked auth.json is in, if it is another. */
  readonly beside: FolderFacts | null;
}

export interface TokenCheckFacts {
  readonly problem: TokenProblem | null;
  readonly refusal: Pick<RefusalNote, 'issuer' | 'code' | 'at'> | null;
}

export type JournalFacts =
  | { readonly kind: 'empty' }
  /** A refresh began, and its end is not known. */
  | { readonly kind: 'begun' }
  /** Tokens were received and not saved. */
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unreadable'; readonly message: string };

export interface LockFacts {
  readonly name: 'account' | 'commit' | 'refresh';
  readonly file: string;
  readonly state:
    | { readonly kind: 'free' }
    | { readonly kind: 'own' }
    | { readonly kind: 'held'; readonly holder: string | null }
    /** The message says why, and what to do. */
    | { readonly kind: 'unusable'; readonly message: string };
}

/** What the doctor looks at the outside with. Nothing stays changed. */
export interface DoctorProbes {
  readonly http: HttpClient;
  /** The same by other routes. */
  readonly httpBy: (routes: Routes) => HttpClient;
  /** Null where this program cannot ask for the system's settings. */
  readonly systemProxy: SystemProxy | null;
  readonly now: Now;
  readonly lockFile: LockFile;
  /** Tries to listen, as a sign-in does, and lets go at once. */
  readonly tryPort: (host: LoopbackHost, port: number) => Promise<'free' | 'taken' | 'noFamily'>;
  /** Such as "codex (process 4711)"; null where it is not known. */
  readonly portHolder: (host: LoopbackHost, port: number) => Promise<string | null>;
  /** Whether a sign-in of this program listens there. */
  readonly holdsPort: (port: number) => boolean;
  readonly holdsLock: (file: string) => boolean;
  readonly readCaFile: (file: string, now: number) => Promise<CaFileFacts>;
  readonly exists: (file: string) => Promise<boolean>;
  /** Writes a file and removes it again; null if that went well, else why not, in words. */
  readonly tryToWrite: (folder: string) => Promise<string | null>;
}

export type LoopbackHost = '127.0.0.1' | '::1';
