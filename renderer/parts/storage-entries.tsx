import { useId } from 'react';

import type { KeyringEntryView } from '../../shared/app-state.ts';
import { useCommands } from '../gatehouse-context.ts';
import { entryFacts } from '../wording/storage-phrases.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { locale } from './locale.ts';

/** Entries of the keyring of which one is too much. `now` is in milliseconds since the epoch. */
export function StorageEntries(props: {
  entries: readonly KeyringEntryView[];
  now: number;
  disabled: boolean;
}) {
  const titleId = useId();
  if (props.entries.length === 0) return null;
  return (
    <div className="storage__copies">
      <h3 id={titleId}>Entries of the keyring that match</h3>
      <p className="muted">
        Codex and Gatehouse use none of them until there is only one. Keep the one that you want,
        most often the one changed last, and remove the others.
      </p>
      <ul aria-labelledby={titleId}>
        {props.entries.map((entry) => (
          <StorageEntry key={entry.id} {...props} entry={entry} />
        ))}
      </ul>
    </div>
  );
}

function StorageEntry(props: { entry: KeyringEntryView; now: number; disabled: boolean }) {
  const { entry, now, disabled } = props;
  const commands = useCommands();
  const factsId = useId();
  const label = entry.label === '' ? 'An entry without a name' : entry.label;
  const facts = entryFacts(entry, now, locale);
  return (
    <li className="storage__copy">
      <div className="storage__row">
        <p>{label}</p>
        <ConfirmButton
          testId="storage-remove-entry"
          describedBy={factsId}
          disabled={disabled}
          title="Remove this entry?"
          text={`${label}: ${facts} It is deleted from the keyring for good. The other one stays.`}
          keepLabel="Keep it"
          onConfirm={() => commands.removeEntry(entry.id)}
        >
          Remove this entry
        </ConfirmButton>
      </div>
      <p id={factsId} className="muted">
        {facts}
      </p>
    </li>
  );
}
