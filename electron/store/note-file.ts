import { unlink } from 'node:fs/promises';

import { sha256Hex } from '../base/sha256.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { followLinks, replaceFile } from '../files/atomic-file.ts';
import {
  parseRefusalNote,
  serializeRefusalNote,
  type RefusalNote,
  type RefusalNotes,
} from '../auth/issuer-notes.ts';
import {
  parsePauseNote,
  serializePauseNote,
  type PauseNote,
  type PauseNotes,
} from '../auth/issuer-notes.ts';

const maxBytes = 16 * 1024;

/** A note as one line. */
interface NoteFormat<Note> {
  readonly serialize: (note: Note) => string;
  /** `newer` for a note of a later version; null for other text. */
  readonly parse: (text: string) => Note | 'newer' | null;
}

/**
 * A note without a secret (mode 0600) beside the file of a credential, or beside the target of a
 * link. One of a newer version is left alone. Nothing throws.
 */
class NoteFile<Note> {
  readonly #fileOf: (credentialFile: string) => string;
  readonly #format: NoteFormat<Note>;
  readonly #credentialFile: string;

  constructor(
    credentialFile: string,
    fileOf: (credentialFile: string) => string,
    format: NoteFormat<Note>,
  ) {
    this.#credentialFile = credentialFile;
    this.#fileOf = fileOf;
    this.#format = format;
  }

  async read(): Promise<Note | null> {
    const found = await this.#find();
    return found === 'newer' ? null : found;
  }

  /** Resolves to whether it is noted. */
  async write(note: Note): Promise<boolean> {
    if ((await this.#find()) === 'newer') return false;
    const text = this.#format.serialize(note);
    return this.#file()
      .then((file) => replaceFile(file, text, () => Promise.resolve(true)))
      .catch(() => false);
  }

  async clear(): Promise<void> {
    if ((await this.#find()) === 'newer') return;
    await this.#file()
      .then(unlink)
      .catch(() => undefined);
  }

  async #find(): Promise<Note | 'newer' | null> {
    const file = await this.#file().catch(() => null);
    const found = file === null ? null : await readRegularFile(file, maxBytes);
    return found?.kind === 'bytes' ? this.#format.parse(found.bytes.toString('utf8')) : null;
  }

  async #file(): Promise<string> {
    return this.#fileOf(await followLinks(this.#credentialFile));
  }
}

export class RefusalFile extends NoteFile<RefusalNote> implements RefusalNotes {
  /** @param credentialFile absolute; it need not exist. */
  constructor(credentialFile: string) {
    super(credentialFile, refusalFileOf, {
      serialize: serializeRefusalNote,
      parse: parseRefusalNote,
    });
  }

  digestOf(text: string): string {
    return sha256Hex(text);
  }
}

/** Where the note of a credential file is. */
export function refusalFileOf(credentialFile: string): string {
  return `${credentialFile}.refresh-refusal`;
}

export class PauseFile extends NoteFile<PauseNote> implements PauseNotes {
  /** @param credentialFile absolute; it need not exist. */
  constructor(credentialFile: string) {
    super(credentialFile, pauseFileOf, { serialize: serializePauseNote, parse: parsePauseNote });
  }
}

/** Where the note of a credential file is. */
export function pauseFileOf(credentialFile: string): string {
  return `${credentialFile}.refresh-pause`;
}
