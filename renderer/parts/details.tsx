import type { ReactNode } from 'react';

export function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="details__row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An id on one line, cut off for the eye only: selecting and copying gives all of it. */
export function Id({ value }: { value: string }) {
  return (
    <bdi className="id" title={value}>
      {value}
    </bdi>
  );
}
