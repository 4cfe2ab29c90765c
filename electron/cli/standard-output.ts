import fs from 'node:fs';
import tty from 'node:tty';

import { isErrno } from '../base/system-errors/system-code.ts';

/** A standard output of this process, by its number and as Node has it. */
export interface OutputParts {
  readonly descriptor: 1 | 2;
  readonly platform: NodeJS.Platform;
  /** Asked for where it is needed: it takes longer to make than most commands have to say. */
  readonly stream: () => NodeJS.WritableStream;
}

/**
 * Standard output, or error, written to at once. Where a pipe is full, and for a console of Windows,
 * which has its own encoding, Node's stream does the rest.
 */
export class StandardOutput {
  readonly #parts: OutputParts;
  #stream: NodeJS.WritableStream | null = null;
  #failure: Error | null = null;

  constructor(parts: OutputParts) {
    this.#parts = parts;
    if (parts.platform === 'win32') this.#useStream();
  }

  get isTTY(): boolean {
    return isTerminal(this.#parts.descriptor, this.#parts.platform);
  }

  /** Null where it is no terminal, or does not say. Node's stream is opened to know. */
  get columns(): number | null {
    if (!this.isTTY) return null;
    const { columns } = this.#parts.stream() as { readonly columns?: number };
    return columns !== undefined && columns > 0 ? columns : null;
  }

  /** It never throws: an output that cannot be written must not end a command that saves tokens. */
  write(text: string): void {
    if (this.#failure !== null) return;
    if (this.#stream !== null) return void this.#stream.write(text);
    let left = Buffer.from(text);
    try {
      while (left.length > 0) left = left.subarray(fs.writeSync(this.#parts.descriptor, left));
    } catch (error) {
      if (isErrno(error, 'EAGAIN')) this.#useStream().write(left);
      else this.#failure = error as Error;
    }
  }

  /** Resolves once all is written: to what went wrong, or null. */
  async written(): Promise<Error | null> {
    const stream = this.#stream;
    if (stream !== null && this.#failure === null) {
      await new Promise<void>((resolve) => stream.write('', () => resolve()));
    }
    return this.#failure;
  }

  #useStream(): NodeJS.WritableStream {
    this.#stream = this.#parts.stream();
    return this.#stream.on('error', (error: Error) => (this.#failure ??= error));
  }
}

/** Whether a person reads it. `tty` brings all of Node's sockets with it, and is seldom needed. */
function isTerminal(descriptor: number, platform: NodeJS.Platform): boolean {
  try {
    return mayBeTerminal(descriptor, platform) && tty.isatty(descriptor);
  } catch {
    // It is closed.
    return false;
  }
}

/** Whether it is a device with characters, other than the one that swallows all. @throws as `fstat` */
export function mayBeTerminal(descriptor: number, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return true;
  const facts = fs.fstatSync(descriptor);
  return facts.isCharacterDevice() && facts.rdev !== fs.statSync('/dev/null').rdev;
}
