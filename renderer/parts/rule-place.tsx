import { listTexts } from '../../shared/texts/lists.ts';
import { positionPhrase } from '../../shared/wording/rule-place.ts';
import { Address } from './address.tsx';
import { messageWith } from './message-with.tsx';

/** The place that sets a rule, with its line and column as far as they are known. */
export function RulePlace(props: {
  place: { readonly source: string; readonly line: number | null; readonly column: number | null };
}) {
  const { source } = props.place;
  const position = positionPhrase(props.place);
  const address = <Address value={source} />;
  return position === null
    ? address
    : messageWith(listTexts.comma, { before: address, next: position });
}
