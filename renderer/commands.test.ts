import { describe, expect, it } from 'vitest';

import { everything } from '../shared/activity.ts';
import type { Notice } from '../shared/app-state.ts';
import { createApi } from './api.ts';
import { createCommands } from './commands.ts';
import type { Commands } from './commands.ts';
import { createMirror } from './store.ts';
import { maxConfigBytes } from '../shared/policy.ts';
import { appState, savedAccount, savedAccounts } from '../shared/testing/app-state.ts';
import { doctorCheck, doctorReport } from './testing/doctor-report.ts';

const accepted = { ok: true, value: undefined };
const busy = { code: 'busy', message: 'A sign-in is under way.' } as const;

/** A window whose every request is answered with `answer`. */
function windowAnswering(answer: unknown) {
  const sent: [channel: string, input?: unknown][] = [];
  const api = createApi({
    request: (...request) => {
      sent.push(request);
      return Promise.resolve(answer);
    },
    on: () => () => undefined,
  });
  const mirror = createMirror();
  return { commands: createCommands(api, mirror), mirror, sent };
}

function notice(action: Notice['action']): Notice {
  return { id: 'enforced', severity: 'info', title: '', message: '', action, actionLabel: 'Go' };
}

describe('the verbs of the window', () => {
  it('mirrors the first snapshot', async () => {
    const { commands, mirror } = windowAnswering({ ok: true, value: appState({ revision: 3 }) });
    await commands.load();
    expect(mirror.getState().app?.revision).toBe(3);
  });

  it('shows a refusal, and takes it away when the next request is accepted', async () => {
    const refused = windowAnswering({ ok: false, error: busy });
    await refused.commands.refresh();
    expect(refused.mirror.getState().requestError).toEqual(busy);

    const fine = windowAnswering(accepted);
    fine.mirror.setState({ requestError: busy });
    await fine.commands.refresh();
    expect(fine.mirror.getState().requestError).toBeNull();
  });

  it('shows the part of the window that a menu or a notification asks for', () => {
    const { commands, mirror, sent } = windowAnswering(accepted);
    for (const [destination, screen] of [
      [{ section: 'policy' }, 'policy'],
      [{ section: 'activity' }, 'activity'],
      [{ section: 'account', task: null }, 'home'],
      [{ section: 'account', task: 'anotherAccount' }, 'methods'],
      [{ section: 'account', task: 'signInAgain' }, 'methods'],
      [{ section: 'account', task: 'apiKey' }, 'apiKey'],
      [{ section: 'account', task: 'signOut' }, 'home'],
    ] as const) {
      commands.goTo(destination);
      expect(mirror.getState().screen).toBe(screen);
    }
    expect(mirror.getState().asksToSignOut).toBe(true);
    commands.goTo({ section: 'policy' });
    expect(mirror.getState().asksToSignOut).toBe(false);
    expect(sent).toEqual([]);
  });

  it('opens the form for an API key without asking the main process', async () => {
    const { commands, mirror, sent } = windowAnswering(accepted);
    await commands.signIn('apiKey');
    expect(mirror.getState().screen).toBe('apiKey');
    expect(sent).toEqual([]);
  });

  it('signs in for what was chosen, which the next screen forgets', async () => {
    const keep = { purpose: 'keep' } as const;
    const { commands, sent } = windowAnswering(accepted);
    commands.show('methods', keep);
    await commands.signIn('browser');
    await commands.signIn('apiKey');
    await commands.saveApiKey('sk-1');
    commands.show('methods');
    await commands.signIn('device');
    commands.choosePurpose(keep);
    await commands.signIn('device');
    expect(sent).toEqual([
      ['signIn.browser', keep],
      ['signIn.apiKey', { apiKey: 'sk-1', target: keep }],
      ['signIn.device', { purpose: 'use' }],
      ['signIn.device', keep],
    ]);
  });

  it('tries again for what the failed sign-in was made for', async () => {
    const renew = { purpose: 'renew', account: '0123456789ab' } as const;
    const { commands, sent } = windowAnswering(accepted);
    await commands.signIn('browser', renew);
    await commands.signIn('apiKey', renew);
    await commands.saveApiKey('sk-1');
    expect(sent).toEqual([
      ['signIn.browser', renew],
      ['signIn.apiKey', { apiKey: 'sk-1', target: renew }],
    ]);
  });

  it.each([
    ['Work', 'Work'],
    ['  ', null],
    ['', null],
  ])('takes a name of %j for %j', async (typed, label) => {
    const { commands, sent } = windowAnswering(accepted);
    await commands.renameAccount('0123456789ab', typed);
    expect(sent).toEqual([['accounts.rename', { id: '0123456789ab', label }]]);
  });

  it('leads to a rule once, until another part is shown', () => {
    const { commands, mirror } = windowAnswering(accepted);
    commands.showRule('forced_login_method');
    expect(mirror.getState()).toMatchObject({
      screen: 'policy',
      ledTo: { kind: 'policy', id: 'forced_login_method' },
    });
    commands.show('policy');
    expect(mirror.getState().ledTo).toBeNull();
  });

  it('leads to a row whatever is looked for, and to the same row again', () => {
    const { commands, mirror } = windowAnswering(accepted);
    commands.filterPolicies({ text: 'export', withUnset: true });
    const row = { kind: 'policy', id: 'forced_login_method' } as const;
    commands.showPolicyRow(row);
    const first = mirror.getState();
    expect(first).toMatchObject({ ledTo: row, policyFilter: { text: '', withUnset: true } });
    commands.showPolicyRow(row);
    expect(mirror.getState().ledTo).not.toBe(first.ledTo);
  });

  it.each([
    ['the account in use', savedAccount({ state: { kind: 'inUse' } }), 'renew'],
    ['anybody where none is known', savedAccount(), 'use'],
  ])('signs in again as %s', async (_, account, purpose) => {
    const { commands, mirror, sent } = windowAnswering(accepted);
    mirror.setState({ app: appState({ accounts: savedAccounts({ accounts: [account] }) }) });
    await commands.act(notice('signIn'));
    expect(mirror.getState()).toMatchObject({ screen: 'methods', purpose: { purpose } });
    expect(sent).toEqual([]);
  });

  it('keeps nothing of an API key, whether it is accepted or not', async () => {
    for (const answer of [accepted, { ok: false, error: busy }]) {
      const { commands, mirror, sent } = windowAnswering(answer);
      await commands.saveApiKey('sk-secret');
      expect(sent).toEqual([
        ['signIn.apiKey', { apiKey: 'sk-secret', target: { purpose: 'use' } }],
      ]);
      expect(JSON.stringify(mirror.getState())).not.toContain('sk-secret');
    }
  });

  it('hands a refused key back to its form and leaves the form open', async () => {
    const { commands, mirror } = windowAnswering({ ok: false, error: busy });
    mirror.setState({ screen: 'apiKey' });
    expect(await commands.saveApiKey('sk-secret')).toEqual(busy);
    expect(mirror.getState().screen).toBe('apiKey');
  });

  it('confirms a copy only when it was made', async () => {
    const fine = windowAnswering(accepted);
    await fine.commands.copyLink();
    expect(fine.mirror.getState().toast?.text).toBe('The sign-in link is copied.');

    const refused = windowAnswering({ ok: false, error: busy });
    await refused.commands.copyLink();
    expect(refused.mirror.getState().toast).toBeNull();
  });

  it.each([
    ['dismiss', ['notice.dismiss', { id: 'enforced' }]],
    ['refresh', ['account.refresh']],
    ['reload', ['account.reload']],
    ['signOut', ['account.signOut', { everywhere: false }]],
    ['protect', ['store.protect']],
  ] as const)('does what a notice offers: %s', async (action, request) => {
    const { commands, sent } = windowAnswering(accepted);
    await commands.act(notice(action));
    expect(sent).toEqual([request]);
  });

  it.each([
    [(commands: Commands) => commands.inspectStore(), ['store.inspect']],
    [(commands: Commands) => commands.protectStore(), ['store.protect']],
    [(commands: Commands) => commands.removeKeptCopies(), ['store.removeKeptCopies']],
    [(commands: Commands) => commands.removeEntry('/1'), ['store.removeEntry', { id: '/1' }]],
    [(commands: Commands) => commands.storeInFile(), ['store.inFile']],
    [(commands: Commands) => commands.moveStore('keyring'), ['store.move', { to: 'keyring' }]],
    [(commands: Commands) => commands.removeCopy('file'), ['store.removeCopy', { kind: 'file' }]],
  ] as const)('asks for what is done with the storage', async (act, request) => {
    const { commands, mirror, sent } = windowAnswering({ ok: false, error: busy });
    await act(commands);
    expect(sent).toEqual([request]);
    expect(mirror.getState().requestError).toEqual(busy);
  });

  it('reads the activity, and shows why where it cannot', async () => {
    const page = { entries: [], skipped: 1, unreadable: null };
    const fine = windowAnswering({ ok: true, value: page });
    expect(await fine.commands.readActivity()).toEqual(page);

    const refused = windowAnswering({ ok: false, error: busy });
    expect(await refused.commands.readActivity()).toBeNull();
    expect(refused.mirror.getState().requestError).toEqual(busy);
  });

  it('confirms an export only when it was made', async () => {
    const saved = windowAnswering({ ok: true, value: 'saved' });
    await saved.commands.exportActivity();
    expect(saved.sent).toEqual([['activity.export', everything]]);
    expect(saved.mirror.getState().toast?.text).toBe('The activity is exported.');

    const cancelled = windowAnswering({ ok: true, value: 'cancelled' });
    await cancelled.commands.exportActivity();
    expect(cancelled.mirror.getState().toast).toBeNull();
  });

  it('exports what the page of the activity shows', async () => {
    const { commands, sent } = windowAnswering({ ok: true, value: 'saved' });
    commands.filterActivity({ actor: 'policy', text: 'signed out' });
    await commands.exportActivity();
    expect(sent).toEqual([['activity.export', { actor: 'policy', text: 'signed out' }]]);
  });

  it('hands over the bytes of a dropped file as they are, and one too many of a large one', async () => {
    const { commands } = windowAnswering(accepted);
    const latin1 = new Uint8Array([0x42, 0xfc, 0x72, 0x6f]);
    expect(await commands.readDropped(new File([latin1], 'requirements.toml'))).toEqual({
      name: 'requirements.toml',
      bytes: latin1,
      as: null,
    });
    const large = new File([new Uint8Array(maxConfigBytes + 9)], 'a.toml');
    expect((await commands.readDropped(large))?.bytes).toHaveLength(maxConfigBytes + 1);
  });

  it.each(['a pipe', 'a device', 'a socket', 'a dead link', 'an empty file'])(
    'never takes %s that is dropped for a file without rules',
    async (name) => {
      const { commands, mirror } = windowAnswering({ ok: true, value: null });
      // As Chromium hands all of them over.
      expect(await commands.readDropped(new File([], name))).toBeNull();
      expect(mirror.getState().requestError).toEqual({
        code: 'file-unreadable',
        message: `${name} cannot be read: it is empty, or not a regular file.`,
      });
    },
  );

  it('shows why a dropped folder is no file to preview', async () => {
    const { commands, mirror, sent } = windowAnswering(accepted);
    const folder = new File([], 'codex');
    folder.slice = () =>
      Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error()) });
    expect(await commands.readDropped(folder)).toBeNull();
    expect(mirror.getState().requestError).toMatchObject({ code: 'file-unreadable' });
    expect(sent).toEqual([]);
  });

  it('runs the diagnostics, and shows why where it cannot', async () => {
    const report = doctorReport('warn', [doctorCheck('clock', 'warn')]);
    const fine = windowAnswering({ ok: true, value: report });
    expect(await fine.commands.runDoctor()).toEqual(report);

    const refused = windowAnswering({ ok: false, error: busy });
    expect(await refused.commands.runDoctor()).toBeNull();
    expect(refused.mirror.getState().requestError).toEqual(busy);
  });

  it('shows the sign-in screen where a notice offers a sign-in', async () => {
    const { commands, mirror, sent } = windowAnswering(accepted);
    await commands.act(notice('signIn'));
    expect(mirror.getState().screen).toBe('methods');
    expect(sent).toEqual([]);
  });
});
