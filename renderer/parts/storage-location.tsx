import { isPath } from '../wording/storage-phrases.ts';
import { Address } from './address.tsx';

/** A path in full, or the name of what is no file, on a line of its own. */
export function StorageLocation({ value, id }: { value: string; id?: string }) {
  return (
    <p id={id} className="storage__location">
      {isPath(value) ? <Address value={value} /> : <bdi className="storage__words">{value}</bdi>}
    </p>
  );
}
