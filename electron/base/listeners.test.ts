import { expect, it } from 'vitest';

import { Listeners } from './listeners.ts';

it('tells everybody who asked, in their order, until they end it', () => {
  const listeners = new Listeners<[string]>();
  const heard: string[] = [];
  const end = listeners.add((text) => heard.push(`first ${text}`));
  listeners.add((text) => heard.push(`second ${text}`));
  listeners.tell('a');
  end();
  listeners.tell('b');
  expect(heard).toEqual(['first a', 'second a', 'second b']);
});

it('tells nobody twice who asked twice', () => {
  const listeners = new Listeners();
  let told = 0;
  const listener = () => void (told += 1);
  listeners.add(listener);
  listeners.add(listener);
  listeners.tell();
  expect(told).toBe(1);
});

it('tells who asks while the others are told from the next time on', () => {
  const listeners = new Listeners<[number]>();
  const heard: number[] = [];
  const end = listeners.add(() => {
    listeners.add((number) => heard.push(number));
    end();
  });
  listeners.tell(1);
  listeners.tell(2);
  expect(heard).toEqual([2]);
});
