import { Fragment, type ReactElement, type ReactNode } from 'react';

import { spokenLanguage } from '../../shared/texts/language.ts';

type Value = string | number | ReactElement;

/**
 * A message of which values are elements, such as a name in `<bdi>`: they stand where the message
 * has them, which another language may have elsewhere.
 */
export function messageWith<Name extends string>(
  say: (values: Readonly<Record<Name, string | number>>) => string,
  values: Readonly<Record<Name, Value>>,
): ReactNode {
  const elements: ReactElement[] = [];
  const marked = Object.entries<Value>(values).map(([name, value]) => {
    if (typeof value !== 'object') return [name, value];
    elements.push(value);
    return [name, `${mark}${elements.length - 1}${mark}`];
  });
  const said = say(Object.fromEntries(marked) as Record<Name, string | number>);
  return said
    .split(mark)
    .map((part, index) =>
      index % 2 === 0 ? part : <Fragment key={index}>{elements[Number(part)]}</Fragment>,
    );
}

/** Elements as the spoken language puts them one after the other: "A, B, C". */
export function listOf(elements: readonly ReactElement[]): ReactNode {
  const list = new Intl.ListFormat(spokenLanguage().locale, { type: 'unit' });
  return list
    .formatToParts(elements.map((_, index) => String(index)))
    .map(({ type, value }) => (type === 'element' ? elements[Number(value)] : value));
}

/** No text holds this noncharacter. https://www.unicode.org/faq/private_use.html#noncharacters */
const mark = '\ufdd0';
