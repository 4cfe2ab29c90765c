import { isPath } from '../wording/storage-phrases.ts';

/** A path in full, or the name of what is no file, on a line of its own. */
export function StorageLocation({ value, id }: { value: string; id?: string }) {
  return (
    <bdi id={id} className={isPath(value) ? 'address address--block' : 'storage__words'}>
      {value}
    </bdi>
  );
}
