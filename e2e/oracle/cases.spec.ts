import { expect, test } from '@playwright/test';

import { casesOf, pairsCovered } from './cases.ts';
import { faults, sourceGroups } from './documents.ts';
import { environments } from './environments.ts';
import { recordKinds } from './records.ts';
import { rules } from './rules.ts';

/** What makes a run of the oracle worth something: how its cases are drawn. */

test('a seed draws the same cases each time, and more of them begin with the same', () => {
  const cases = casesOf(7, 60);
  expect(casesOf(7, 60)).toEqual(cases);
  expect(casesOf(7, 240).slice(0, 60)).toEqual(cases);
});

test('another seed draws other cases', () => {
  const facts = (seed: number) => casesOf(seed, 20).map((one) => one.facts);
  expect(facts(8)).not.toEqual(facts(7));
});

test('a case is data: it can be printed and read again', () => {
  const cases = casesOf(7, 60);
  expect(JSON.parse(JSON.stringify(cases))).toEqual(cases);
});

test('every kind of fact occurs among 240 cases', () => {
  for (const seed of [1, 2, 3]) {
    const drawn = casesOf(seed, 240).map(({ facts }) => facts);
    const kindsOf = (name: keyof (typeof drawn)[number]) =>
      [...new Set<string>(drawn.map((facts) => facts[name]))].sort();
    expect(kindsOf('record')).toEqual(Object.keys(recordKinds).sort());
    expect(kindsOf('environment')).toEqual(Object.keys(environments).sort());
    expect(kindsOf('rule')).toEqual(Object.keys(rules).sort());
    expect(kindsOf('source')).toEqual(Object.values(sourceGroups).flat().sort());
    expect(kindsOf('fault')).toEqual(Object.keys(faults).sort());
  }
});

test('all pairs of a record, an environment, rules and their source occur among 240 cases', () => {
  for (const seed of [1, 2, 3, 17, 4242, 999_999]) {
    const [covered, all] = pairsCovered(casesOf(seed, 240));
    expect(all).toBeGreaterThan(600);
    expect(covered, `seed ${seed}`).toBe(all);
  }
});
