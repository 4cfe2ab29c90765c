import { useApp } from '../gatehouse-context.ts';
import { codexCredentialsNote } from '../wording/codex-credentials-note.ts';
import { Callout } from './callout.tsx';

/** What Codex signs in with here, where that is not what is stored; else nothing. */
export function CodexCredentials() {
  const note = codexCredentialsNote(useApp());
  if (note === null) return null;
  return (
    <Callout testId="codex-credentials" severity={note.severity} title={note.title}>
      {note.text}
    </Callout>
  );
}
