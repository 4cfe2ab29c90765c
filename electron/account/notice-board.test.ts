import { expect, it, vi } from 'vitest';

import type { Notice } from '../../shared/app-state.ts';
import { NoticeBoard } from './notice-board.ts';

const notice = (id: string, message = id): Notice => ({
  id,
  severity: 'info',
  title: 'Title',
  message,
  action: 'dismiss',
  actionLabel: 'Dismiss',
});

it('holds one notice for an id, the newest last', () => {
  const board = new NoticeBoard();
  board.put(notice('a'));
  board.put(notice('b'));
  board.put(notice('a', 'again'));
  expect(board.get()).toEqual([notice('b'), notice('a', 'again')]);
});

it('takes down what is asked for, and tells only of changes', () => {
  const board = new NoticeBoard();
  const listener = vi.fn();
  board.put(notice('a'));
  board.put(notice('b'));
  board.put(notice('c'));
  const stop = board.onChange(listener);
  board.remove('a', 'c', 'unknown');
  expect(board.get()).toEqual([notice('b')]);
  expect(listener).toHaveBeenCalledTimes(1);
  board.remove('a');
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
  board.remove('b');
  expect(listener).toHaveBeenCalledTimes(1);
});

it('hands out a list that does not change under its reader', () => {
  const board = new NoticeBoard();
  const before = board.get();
  board.put(notice('a'));
  expect(before).toEqual([]);
});
