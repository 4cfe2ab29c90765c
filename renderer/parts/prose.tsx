import { Fragment } from 'react';

import { breakable } from './address.tsx';

/** A text that people read, in which a long name, path or address is broken after its parts. */
export function Prose({ children }: { children: string }) {
  return children
    .split(longWord)
    .map((part, index) => (
      <Fragment key={index}>{index % 2 === 0 ? part : breakable(part, divider)}</Fragment>
    ));
}

/** What may not fit a narrow line, and has parts. */
const longWord = /(\S{28,})/;
const divider = /(?<=[^/\\:][/\\_=])(?=\w)/;
