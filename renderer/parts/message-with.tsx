import { Fragment, type ReactElement, type ReactNode } from 'react';

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

/** No text holds this noncharacter. https://www.unicode.org/faq/private_use.html#noncharacters */
const mark = '\ufdd0';
