import type { Random } from './random.ts';

/** Kinds that are alike, by the name of what they have in common. */
export type Groups<K extends string = string> = Readonly<Record<string, readonly K[]>>;

/** Draws a kind of a group: each of them before one of them again. */
export type DrawKind<K extends string> = (group: string) => K;

export function drawFrom<K extends string>(groups: Groups<K>, random: Random): DrawKind<K> {
  const left = new Map<string, K[]>();
  return (group) => {
    const kinds = left.get(group) ?? [];
    if (kinds.length === 0) kinds.push(...(groups[group] ?? []));
    left.set(group, kinds);
    const [kind] = kinds.splice(random.below(kinds.length), 1);
    if (kind === undefined) throw new RangeError(`there is no kind in ${group}`);
    return kind;
  };
}

/** The group that a kind is in. */
export function groupOf<K extends string>(groups: Groups<K>, kind: K): string {
  const found = Object.entries(groups).find(([, kinds]) => kinds.includes(kind));
  if (found === undefined) throw new RangeError(`${kind} is in no group`);
  return found[0];
}
