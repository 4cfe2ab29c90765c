import type { ReactNode } from 'react';

/** A path, an address or an id in full; a long one is broken after its slashes first. */
export function Address({ value }: { value: string }) {
  return <bdi className="address">{breakable(value, /(?<=[/\\])/)}</bdi>;
}

/** A text that may be broken where the pattern divides it. */
export function breakable(text: string, divider: RegExp): ReactNode {
  const parts = text.split(divider);
  return parts.flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]));
}
