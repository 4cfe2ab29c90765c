import type { ReactNode } from 'react';

/**
 * A path, an address or a name in full; a long one is broken after its slashes, a name that has none
 * after its underscores.
 */
export function Address({ value }: { value: string }) {
  const divider = /[/\\]/.test(value) ? /(?<=[/\\])/ : /(?<=_)/;
  return <bdi className="address">{breakable(value, divider)}</bdi>;
}

/** A text that may be broken where the pattern divides it. */
export function breakable(text: string, divider: RegExp): ReactNode {
  const parts = text.split(divider);
  return parts.flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]));
}
