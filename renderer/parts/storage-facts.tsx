import type { StorageReport } from '../../shared/app-state.ts';
import { copiesText } from '../../shared/wording/copies.ts';
import { isPath } from '../wording/storage-phrases.ts';
import type { StorageFact } from '../wording/storage-phrases.ts';
import { Address } from './address.tsx';
import { Detail } from './details.tsx';

/** What is known of the place in use, one fact a line, and how far copies were looked for. */
export function StorageFacts(props: {
  facts: readonly StorageFact[];
  report: StorageReport | null;
}) {
  const copies = props.report && copiesText(props.report);
  return (
    <dl className="details">
      {props.facts.map(({ name, value }) => (
        <Detail key={name} name={name}>
          {isPath(value) ? <Address value={value} /> : value}
        </Detail>
      ))}
      {copies !== null && (
        <Detail name="Other copies">
          <span role="status">{copies}</span>
        </Detail>
      )}
    </dl>
  );
}
