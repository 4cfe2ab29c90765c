import { useId } from 'react';

import type { StoragePlace } from '../../shared/app-state.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { storageCardTexts } from '../../shared/texts/storage-card.ts';
import { useCommands } from '../gatehouse-context.ts';
import { copyFacts, isPath } from '../wording/storage-phrases.ts';
import { Address } from './address.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { locale } from './locale.ts';

const { copies: texts, keptCopies, places } = storageCardTexts;

/** Places that hold a credential which is not used. `now` is in milliseconds since the epoch. */
export function StorageCopies(props: {
  copies: readonly StoragePlace[];
  now: number;
  disabled: boolean;
}) {
  const titleId = useId();
  if (props.copies.length === 0) return null;
  return (
    <div className="storage__copies">
      <h3 id={titleId}>{texts.title()}</h3>
      <ul aria-labelledby={titleId}>
        {props.copies.map((copy) => (
          <StorageCopy key={copy.kind} copy={copy} now={props.now} disabled={props.disabled} />
        ))}
      </ul>
    </div>
  );
}

function StorageCopy(props: { copy: StoragePlace; now: number; disabled: boolean }) {
  const { copy, now, disabled } = props;
  const commands = useCommands();
  const placeId = useId();
  return (
    <li className="storage__copy">
      <div className="storage__row">
        <p>{places[copy.kind]()}</p>
        <ConfirmButton
          testId="storage-remove-copy"
          describedBy={placeId}
          disabled={disabled}
          title={texts.removeQuestion()}
          text={texts.removeText({ location: copy.location })}
          keepLabel={buttonTexts.keepIt()}
          onConfirm={() => commands.removeCopy(copy.kind)}
        >
          {texts.remove()}
        </ConfirmButton>
      </div>
      <StorageLocation value={copy.location} id={placeId} />
      <p className="muted">{copyFacts(copy, now, locale).join(' ')}</p>
    </li>
  );
}

/** Copies that were kept of sign-ins which could not be read, and may still hold one. */
export function KeptCopies(props: { copies: readonly string[]; disabled: boolean }) {
  const titleId = useId();
  const commands = useCommands();
  if (props.copies.length === 0) return null;
  return (
    <div className="storage__copies">
      <div className="storage__row">
        <h3 id={titleId}>{keptCopies.title()}</h3>
        <ConfirmButton
          testId="storage-remove-kept-copies"
          describedBy={titleId}
          disabled={props.disabled}
          title={keptCopies.removeQuestion()}
          text={keptCopies.removeText()}
          keepLabel={keptCopies.keep()}
          onConfirm={commands.removeKeptCopies}
        >
          {keptCopies.remove()}
        </ConfirmButton>
      </div>
      <ul aria-labelledby={titleId}>
        {props.copies.map((copy) => (
          <li key={copy} className="storage__copy">
            <StorageLocation value={copy} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A path in full, or the name of what is no file, on a line of its own. */
function StorageLocation({ value, id }: { value: string; id?: string }) {
  return (
    <p id={id} className="storage__location">
      {isPath(value) ? <Address value={value} /> : <bdi className="storage__words">{value}</bdi>}
    </p>
  );
}
