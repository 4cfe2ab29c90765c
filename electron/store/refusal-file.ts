import { createHash } from 'node:crypto';

import {
  parseRefusalNote,
  serializeRefusalNote,
  type RefusalNote,
  type RefusalNotes,
} from '../auth/issuer-notes.ts';
import { NoteFile } from './note-file.ts';

/** The note of a refusal, in `auth.json.refresh-refusal`. */
export class RefusalFile extends NoteFile<RefusalNote> implements RefusalNotes {
  /** @param credentialFile absolute; it need not exist. */
  constructor(credentialFile: string) {
    super(credentialFile, refusalFileOf, {
      serialize: serializeRefusalNote,
      parse: parseRefusalNote,
    });
  }

  digestOf(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}

/** Where the note of a credential file is. */
export function refusalFileOf(credentialFile: string): string {
  return `${credentialFile}.refresh-refusal`;
}
