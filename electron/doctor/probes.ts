import type { Routes } from '../network/routes.ts';
import type { HttpClient, Now, SystemProxy } from '../ports.ts';
import type { LockFile } from '../store/file-lock.ts';
import type { CaFileFacts } from './doctor-facts.ts';

/** What the doctor needs from the outside. None of it leaves anything changed. */
export interface DoctorProbes {
  /** What this program sends its requests by. */
  readonly http: HttpClient;
  /** The same by other routes than it would choose. */
  readonly httpBy: (routes: Routes) => HttpClient;
  /** Null where this program cannot ask for the system's settings. */
  readonly systemProxy: SystemProxy | null;
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
  readonly readCaFile: (file: string, now: number) => Promise<CaFileFacts>;
  readonly exists: (file: string) => Promise<boolean>;
  /** Writes a file of its own there and removes it again; null where that went well, else why not, in words. */
  readonly tryToWrite: (folder: string) => Promise<string | null>;
  /** Other programs of Codex on this home; null where the system does not show them. */
  readonly codexProcesses: (codexHome: string) => Promise<readonly string[] | null>;
}

export type LoopbackHost = '127.0.0.1' | '::1';
