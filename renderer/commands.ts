import type { AppError } from '../shared/app-error.ts';
import type { ActivityPage } from '../shared/activity.ts';
import type { DoctorReport } from '../shared/doctor.ts';
import {
  maxSettingsBytes,
  type PolicyCandidate,
  type PolicyPreview,
  type PolicyReport,
} from '../shared/policy.ts';
import type { Notice, SignInMethod } from '../shared/app-state.ts';
import type { Section } from '../shared/section.ts';
import type { RequestChannel } from '../shared/ipc-channels.ts';
import type { RequestInput } from '../shared/ipc-contract.ts';
import type { Api } from './api.ts';
import { receive, reportError } from './store.ts';
import type { MirrorStore, Screen } from './store.ts';
import type { Destination, PlaceKind } from './wording/storage-phrases.ts';

export type Commands = ReturnType<typeof createCommands>;

type PlainChannel = {
  [C in RequestChannel]: RequestInput<C> extends undefined ? C : never;
}[RequestChannel];

/** Those whose answer says more than that they were accepted. */
type AnsweringChannel =
  | 'state.get'
  | 'activity.export'
  | 'policy.get'
  | 'policy.chooseCandidate'
  | 'doctor.run'
  | 'doctor.export';

/** More than anybody reads through; an export holds all. */
const shownEntries = 500;

/**
 * The verbs of the window. Each sends one request or changes what is shown; a
 * refusal becomes the window's own notice, and results arrive as snapshots.
 */
export function createCommands(api: Api, mirror: MirrorStore) {
  const settle = (error: AppError | null): boolean => {
    reportError(mirror, error);
    return error === null;
  };
  const send = async (channel: Exclude<PlainChannel, AnsweringChannel>): Promise<boolean> => {
    const result = await api.request(channel);
    return settle(result.ok ? null : result.error);
  };
  const confirm = (text: string): void =>
    mirror.setState(({ toast }) => ({ toast: { text, number: (toast?.number ?? 0) + 1 } }));
  const show = (screen: Screen): void => mirror.setState({ screen, requestError: null });
  const signOut = async (everywhere: boolean): Promise<void> => {
    const result = await api.request('account.signOut', { everywhere });
    settle(result.ok ? null : result.error);
  };

  return {
    show,
    /** Shows a part of the window that was asked for from outside of it. */
    showSection: (section: Section): void => show(section === 'account' ? 'home' : section),
    hideToast: () => mirror.setState({ toast: null }),
    signOut,
    /** Asks for the first snapshot. */
    load: async (): Promise<void> => {
      const result = await api.request('state.get');
      if (settle(result.ok ? null : result.error) && result.ok) receive(mirror, result.value);
    },
    /** Starts a sign-in; for an API key this only opens the form. */
    signIn: async (method: SignInMethod): Promise<void> => {
      if (method === 'apiKey') show('apiKey');
      else await send(method === 'browser' ? 'signIn.browser' : 'signIn.device');
    },
    /** Hands the key over and keeps nothing of it. Returns what was wrong, or null. */
    saveApiKey: async (apiKey: string): Promise<AppError | null> => {
      const result = await api.request('signIn.apiKey', { apiKey });
      if (!result.ok) return result.error;
      show('home');
      return null;
    },
    cancelSignIn: () => send('signIn.cancel'),
    dismissFailure: () => send('signIn.dismiss'),
    openLink: () => send('signIn.openLink'),
    allowOnce: () => send('signIn.allowOnce'),
    refresh: () => send('account.refresh'),
    reload: () => send('account.reload'),
    useKept: async (id: string): Promise<void> => {
      const result = await api.request('kept.use', { id });
      settle(result.ok ? null : result.error);
    },
    removeKept: async (id: string): Promise<void> => {
      const result = await api.request('kept.remove', { id });
      settle(result.ok ? null : result.error);
    },
    /** Looks at every place, the keyring included, which may ask for its password. */
    inspectStore: () => send('store.inspect'),
    protectStore: () => send('store.protect'),

    removeEntry: async (id: string): Promise<void> => {
      const result = await api.request('store.removeEntry', { id });
      settle(result.ok ? null : result.error);
    },
    removeKeptCopies: () => send('store.removeKeptCopies'),
    moveStore: async (to: Destination): Promise<void> => {
      const result = await api.request('store.move', { to });
      settle(result.ok ? null : result.error);
    },
    removeCopy: async (kind: PlaceKind): Promise<void> => {
      const result = await api.request('store.removeCopy', { kind });
      settle(result.ok ? null : result.error);
    },
    startAtLogin: async (isWanted: boolean): Promise<void> => {
      const result = await api.request('settings.startAtLogin', isWanted);
      settle(result.ok ? null : result.error);
    },
    /** The latest entries of the activity log; null where they cannot be had, which is shown. */
    readActivity: async (): Promise<ActivityPage | null> => {
      const result = await api.request('activity.read', { limit: shownEntries });
      if (!result.ok) settle(result.error);
      return result.ok ? result.value : null;
    },
    exportActivity: async (): Promise<void> => {
      const result = await api.request('activity.export');
      if (!settle(result.ok ? null : result.error) || !result.ok) return;
      if (result.value === 'saved') confirm('The activity is exported.');
    },
    /** The rules of this machine; null where they cannot be had, which is shown. */
    readPolicy: async (): Promise<PolicyReport | null> => {
      const result = await api.request('policy.get');
      if (!result.ok) settle(result.error);
      return result.ok ? result.value : null;
    },
    /** A file that was dropped here, for a preview; null where it cannot be read, which is shown. */
    readDropped: async (file: File): Promise<PolicyCandidate | null> => {
      // A pipe, a device and a dead link have no size, and would be taken for a file without rules.
      if (file.size === 0) {
        settle({
          code: 'file-unreadable',
          message: `${file.name} cannot be read: it is empty, or not a regular file.`,
        });
        return null;
      }
      // One byte more than is allowed tells that it is too large, as it would be where it is deployed.
      const read = file.slice(0, maxSettingsBytes + 1).arrayBuffer();
      const bytes = await read.catch(() => null);
      if (bytes === null) {
        // A folder, above all.
        settle({
          code: 'file-unreadable',
          message: `${file.name} cannot be read: it is no file, or not yours to read.`,
        });
        return null;
      }
      return { name: file.name, bytes: new Uint8Array(bytes), as: null };
    },
    /** The same for a file that the person picks; null also where they pick none. */
    chooseCandidate: async (): Promise<PolicyCandidate | null> => {
      const result = await api.request('policy.chooseCandidate');
      settle(result.ok ? null : result.error);
      return result.ok ? result.value : null;
    },
    /** What a file would do here; null where that cannot be told, which is shown. */
    previewPolicy: async (candidate: PolicyCandidate): Promise<PolicyPreview | null> => {
      const result = await api.request('policy.preview', candidate);
      settle(result.ok ? null : result.error);
      return result.ok ? result.value : null;
    },
    copyPolicy: async (): Promise<void> => {
      if (await send('policy.copy')) confirm('The policy is copied as JSON.');
    },
    exportPolicy: async (format: 'json' | 'csv'): Promise<void> => {
      const result = await api.request('policy.export', { format });
      if (!settle(result.ok ? null : result.error) || !result.ok) return;
      if (result.value === 'saved') confirm('The policy is exported.');
    },
    /** What stands in the way here; null where that cannot be told, which is shown. */
    runDoctor: async (): Promise<DoctorReport | null> => {
      const result = await api.request('doctor.run');
      if (!result.ok) settle(result.error);
      return result.ok ? result.value : null;
    },
    copyDoctor: async (): Promise<void> => {
      if (await send('doctor.copy')) confirm('The report is copied.');
    },
    exportDoctor: async (): Promise<void> => {
      const result = await api.request('doctor.export');
      if (!settle(result.ok ? null : result.error) || !result.ok) return;
      if (result.value === 'saved') confirm('The report is exported.');
    },
    copyRemoval: async (): Promise<void> => {
      if (await send('removal.copy')) confirm('The details are copied.');
    },
    confirmRemoval: () => send('removal.confirm'),
    copyLink: async (): Promise<void> => {
      if (await send('signIn.copyLink')) confirm('The sign-in link is copied.');
    },
    copyCode: async (): Promise<void> => {
      if (await send('signIn.copyCode')) confirm('The code is copied.');
    },
    /** Does what the button of a notice promises. */
    act: async (notice: Notice): Promise<void> => {
      switch (notice.action) {
        case 'dismiss': {
          const result = await api.request('notice.dismiss', { id: notice.id });
          settle(result.ok ? null : result.error);
          return;
        }
        case 'refresh':
          await send('account.refresh');
          return;
        case 'reload':
          await send('account.reload');
          return;
        case 'signIn':
          show('methods');
          return;
        case 'signOut':
          await signOut(false);
          return;
        case 'protect':
          await send('store.protect');
      }
    },
    dismissError: () => reportError(mirror, null),
  };
}
