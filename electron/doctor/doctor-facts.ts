import type { Problem, StoragePlace } from '../../shared/app-state.ts';
import type { HttpErrorCode } from '../ports.ts';

/** What was found on this machine, before anybody judges it. */
export interface DoctorFacts {
  readonly ports: readonly PortFacts[];
  /** Where refreshes go. */
  readonly tokenEndpoint: EndpointFacts;
  /** Where sign-ins go; null where that is the same address. */
  readonly issuer: EndpointFacts | null;
  readonly proxy: ProxyFacts;
  readonly caFiles: readonly CaVariableFacts[];
  /** Milliseconds that this machine is ahead of the issuer; null where it sent no time. */
  readonly clockAheadMs: number | null;
  readonly store: StoreFacts;
  readonly journal: JournalFacts;
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

export type EndpointAnswer =
  /** Any status: the request asks for nothing. */
  | { readonly kind: 'answered'; readonly status: string; readonly isServerError: boolean }
  | { readonly kind: 'failed'; readonly code: HttpErrorCode; readonly message: string };

export type ProxyFacts =
  | { readonly kind: 'none' }
  /** `NO_PROXY` leaves the token endpoint out. */
  | { readonly kind: 'exempt'; readonly variable: string }
  | { readonly kind: 'invalid'; readonly variable: string }
  | {
      readonly kind: 'set';
      readonly variable: string;
      /** Without user name and password. */
      readonly origin: string;
      readonly tunnel: TunnelAnswer;
    };

/** What a proxy said when it was asked for a connection to the token endpoint. */
export type TunnelAnswer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly status: number }
  /** A code of the operating system, or a word. */
  | { readonly kind: 'unreachable'; readonly reason: string };

export const caVariables = [
  'NODE_EXTRA_CA_CERTS',
  'CODEX_CA_CERTIFICATE',
  'SSL_CERT_FILE',
] as const;

export interface CaVariableFacts {
  readonly variable: (typeof caVariables)[number];
  /** Null where the variable is not set. */
  readonly file: string | null;
  readonly content: CaFile | null;
}

export type CaFile =
  | { readonly kind: 'certificates'; readonly count: number; readonly expired: number }
  | { readonly kind: 'absent' }
  /** A code of the operating system. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'noPem' }
  /** Counted from 1. */
  | { readonly kind: 'damaged'; readonly certificate: number };

export interface StoreFacts {
  readonly mode: string;
  readonly active: StoragePlace | null;
  readonly signedIn: boolean;
  /** Why the credential cannot be used, else null. */
  readonly problem: Problem | null;
}

export type JournalFacts =
  | { readonly kind: 'empty' }
  /** A refresh began and nothing tells how it ended. */
  | { readonly kind: 'begun' }
  /** Tokens were received and are not saved. */
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'unreadable'; readonly message: string };

export const lockNames = ['account', 'commit', 'refresh'] as const;

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
