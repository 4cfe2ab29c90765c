import path from 'node:path';

import { expect, it, vi } from 'vitest';
import { z } from 'zod';

import { eachSwitch, switches, type SwitchState } from '../../shared/switches.ts';
import { Listeners } from '../base/listeners.ts';
import { jsonFile, type JsonFile } from '../files/json-file.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { setSwitch, type SwitchOwners } from './switch-owners.ts';

type Known = Extract<SwitchState, { kind: 'known' }>;

const source = '/etc/codex/requirements.toml';

function requests(state: SwitchState) {
  const wishes: boolean[] = [];
  const owners = eachSwitch(() => ({
    get: () => state,
    onChange: () => () => {},
    wish: (isOn: boolean) => {
      wishes.push(isOn);
      return Promise.resolve();
    },
  }));
  const request = (isOn: boolean) => setSwitch(owners, 'startAtLogin', isOn);
  return { request, wishes };
}

function lockedBy(lock: Known['lock']): Known {
  return { kind: 'known', state: 'off', lock, problem: null };
}

it('passes on what the person chooses', () => {
  const { request, wishes } = requests(lockedBy(null));
  request(true);
  request(false);
  expect(wishes).toEqual([true, false]);
});

it.each<[Known['lock'], code: string, message: string]>([
  [
    { kind: 'set', value: true, source },
    'forbidden-by-rule',
    `"Start Gatehouse at login" is set in ${source}.`,
  ],
  [
    { kind: 'unknown', source, message: 'it is broken' },
    'rules-unknown',
    `The rules are not known: ${source} cannot be used (it is broken).`,
  ],
])('refuses where the rule is %o', (lock, code, message) => {
  const { request, wishes } = requests(lockedBy(lock));
  expect(() => request(false)).toThrow(expect.objectContaining({ code, message }) as Error);
  expect(wishes).toEqual([]);
});

it('refuses where this installation cannot have it', () => {
  const reason = 'This is a run for development.';
  const { request, wishes } = requests({ kind: 'unavailable', reason });
  expect(() => request(true)).toThrow(
    expect.objectContaining({ code: 'bad-request', message: reason }) as Error,
  );
  expect(wishes).toEqual([]);
});

/** The model of an owner whose switch no rule and no system decides: it is what a person chose. */
class RememberedSwitch {
  readonly #file: JsonFile<{ readonly isOn: boolean }>;
  readonly #listeners = new Listeners();
  #isOn: boolean;

  constructor(file: JsonFile<{ readonly isOn: boolean }>) {
    this.#file = file;
    this.#isOn = file.load()?.isOn ?? switches.startAtLogin.default;
  }

  get(): SwitchState {
    return { kind: 'known', state: this.#isOn ? 'on' : 'off', lock: null, problem: null };
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  wish(isOn: boolean): Promise<void> {
    this.#isOn = isOn;
    this.#file.save({ isOn });
    this.#listeners.tell();
    return Promise.resolve();
  }
}

it('lets an owner that remembers be set, tell of it, and be as it was left', async () => {
  const file = path.join(await temporaryFolder(), 'start-at-login.json');
  // As `main.ts` opens the file of the window's place.
  const open = (): RememberedSwitch =>
    new RememberedSwitch(jsonFile(file, z.object({ isOn: z.boolean() }), capturedLog()));
  const owners: SwitchOwners = eachSwitch(open);
  const told = vi.fn();
  owners.startAtLogin.onChange(told);
  expect(open().get()).toMatchObject({ state: 'off' });
  setSwitch(owners, 'startAtLogin', true);
  expect(told).toHaveBeenCalledOnce();
  expect(owners.startAtLogin.get()).toMatchObject({ state: 'on' });
  expect(open().get()).toMatchObject({ state: 'on' });
});
