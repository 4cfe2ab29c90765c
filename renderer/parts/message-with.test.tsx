import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';

import { defineTexts } from '../../shared/texts/define-texts.ts';
import { messageWith } from './message-with.tsx';

const texts = defineTexts({
  both: '{second} is before {first}, {count} times.',
  plural: '{count, plural, one {Once} other {# times}} by {name}',
});

it('puts elements where the message has their names, and texts beside them', () => {
  const values = { first: <bdi>Ada</bdi>, second: <b>1&lt;2</b>, count: 3 };
  expect(renderToStaticMarkup(messageWith(texts.both, values))).toBe(
    '<b>1&lt;2</b> is before <bdi>Ada</bdi>, 3 times.',
  );
});

it('leaves numbers to the plural', () => {
  const markup = renderToStaticMarkup(
    messageWith((values: { name: string | number }) => texts.plural({ count: 2, ...values }), {
      name: <bdi>Ada</bdi>,
    }),
  );
  expect(markup).toBe('2 times by <bdi>Ada</bdi>');
});
