import {
  parsePauseNote,
  serializePauseNote,
  type PauseNote,
  type PauseNotes,
} from '../auth/issuer-notes.ts';
import { NoteFile } from './note-file.ts';

/** The note of a pause, in `auth.json.refresh-pause`. */
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
