import type { HttpClient, Now } from '../ports.ts';
import type { LockFile } from '../store/file-lock.ts';
import type { CaFile, TunnelAnswer } from './doctor-facts.ts';

/** What the doctor needs from the outside. None of it changes anything. */
export interface DoctorProbes {
  readonly http: HttpClient;
  readonly now: Now;
  readonly lockFile: LockFile;
  /** Tries to listen, as a sign-in does, and lets go at once. */
  readonly tryPort: (host: LoopbackHost, port: number) => Promise<'free' | 'taken' | 'noFamily'>;
  /** Who listens there, such as "codex (process 4711)"; null where that cannot be told. */
  readonly portHolder: (host: LoopbackHost, port: number) => Promise<string | null>;
  /** Whether a sign-in of this very program listens there. */
  readonly holdsPort: (port: number) => boolean;
  /** Whether this very program holds the lock of that file. */
  readonly holdsLock: (file: string) => boolean;
  /** Asks a proxy for a connection to "host:port". */
  readonly openTunnel: (proxy: URL, target: string) => Promise<TunnelAnswer>;
  readonly readCaFile: (file: string, now: number) => Promise<CaFile>;
  readonly exists: (file: string) => Promise<boolean>;
  /** Other programs of Codex on this home; null where the system does not show them. */
  readonly codexProcesses: (codexHome: string) => Promise<readonly string[] | null>;
}

export type LoopbackHost = '127.0.0.1' | '::1';
