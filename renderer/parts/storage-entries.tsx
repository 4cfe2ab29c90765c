import { useId } from 'react';

import type { KeyringEntryView } from '../../shared/app-state.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { storageCardTexts } from '../../shared/texts/storage-card.ts';
import { useCommands } from '../gatehouse-context.ts';
import { entryFacts } from '../wording/storage-phrases.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { locale } from './locale.ts';

const texts = storageCardTexts.entries;

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
      <h3 id={titleId}>{texts.title()}</h3>
      <p className="muted">{texts.text()}</p>
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
  const label = entry.label === '' ? texts.unnamed() : entry.label;
  const facts = entryFacts(entry, now, locale);
  return (
    <li className="storage__copy">
      <div className="storage__row">
        <p>{label}</p>
        <ConfirmButton
          testId="storage-remove-entry"
          describedBy={factsId}
          disabled={disabled}
          title={texts.removeQuestion()}
          text={texts.removeText({ label, facts })}
          keepLabel={buttonTexts.keepIt()}
          onConfirm={() => commands.removeEntry(entry.id)}
        >
          {texts.remove()}
        </ConfirmButton>
      </div>
      <p id={factsId} className="muted">
        {facts}
      </p>
    </li>
  );
}
