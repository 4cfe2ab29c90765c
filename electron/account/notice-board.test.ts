import { expect, it, vi } from 'vitest';

import type { Notice, NoticeId } from '../../shared/app-state.ts';
import { NoticeBoard } from './notice-board.ts';

const facts = { accountInUse: 'ada', savedAccounts: 'some', keptSignIns: '' };

const notice = (id: NoticeId, message: string = id): Notice => ({
  id,
  severity: 'info',
  title: 'Title',
  message,
  action: 'dismiss',
  actionLabel: 'Dismiss',
});

it('holds one notice for an id, the newest last', () => {
  const board = new NoticeBoard(() => facts);
  board.put(notice('enforced'));
  board.put(notice('unreached'));
  board.put(notice('enforced', 'again'));
  expect(board.get()).toEqual([notice('unreached'), notice('enforced', 'again')]);
});

it('takes down what is asked for, and tells only of changes', () => {
  const board = new NoticeBoard(() => facts);
  const listener = vi.fn();
  board.put(notice('enforced'));
  board.put(notice('unreached'));
  board.put(notice('revocation'));
  const stop = board.onChange(listener);
  board.remove('enforced', 'revocation', 'not-kept');
  expect(board.get()).toEqual([notice('unreached')]);
  expect(listener).toHaveBeenCalledTimes(1);
  board.remove('enforced');
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
  board.remove('unreached');
  expect(listener).toHaveBeenCalledTimes(1);
});

it('hands out a list that does not change under its reader', () => {
  const board = new NoticeBoard(() => facts);
  const before = board.get();
  board.put(notice('enforced'));
  expect(before).toEqual([]);
});

it('puts away what follows from the state, until that says something else or is over', () => {
  const board = new NoticeBoard(() => facts);
  const listener = vi.fn();
  board.onChange(listener);
  const exposed = notice('store-exposed', 'Others can read a.');
  expect(board.unhidden([exposed])).toEqual([exposed]);
  board.dismiss('store-exposed');
  expect(listener).toHaveBeenCalledOnce();
  expect(board.unhidden([exposed])).toEqual([]);
  const other = notice('store-exposed', 'Others can read b.');
  expect(board.unhidden([other])).toEqual([other]);
  board.dismiss('store-exposed');
  expect(board.unhidden([])).toEqual([]);
  expect(board.unhidden([other])).toEqual([other]);
});

it('takes down by the same request what happened', () => {
  const board = new NoticeBoard(() => facts);
  board.put(notice('enforced'));
  board.dismiss('enforced');
  expect(board.get()).toEqual([]);
});

it('takes down what is no longer so, and does not bring it back', () => {
  let now = facts;
  const board = new NoticeBoard(() => now);
  board.put(notice('switched'));
  board.put(notice('kept-copy'));
  const listener = vi.fn();
  board.onChange(listener);
  board.look();
  expect(listener).not.toHaveBeenCalled();
  now = { ...facts, accountInUse: 'grace' };
  board.look();
  expect(board.get()).toEqual([notice('kept-copy')]);
  now = facts;
  board.look();
  expect(board.get()).toEqual([notice('kept-copy')]);
  expect(listener).toHaveBeenCalledOnce();
});
