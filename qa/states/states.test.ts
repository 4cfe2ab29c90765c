import { expect, it } from 'vitest';

import { stateNames, states } from './index.ts';

const shownBy = (name: (typeof stateNames)[number]) =>
  states[name].shows
    .map((shown) => shown.map(String).join(' '))
    .sort()
    .join(', ');

it.each(stateNames)('%s is told from every other state by what it shows', (name) => {
  const others = stateNames.filter((other) => other !== name);
  expect(others.filter((other) => shownBy(other) === shownBy(name))).toEqual([]);
});
