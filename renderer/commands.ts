import type { ActivityFilter } from '../shared/activity.ts';
import type { AppError } from '../shared/app-error.ts';
import type { Notice, NoticeId, SignInMethod } from '../shared/app-state.ts';
import type { RequestChannel } from '../shared/ipc-channels.ts';
import type { RequestOutput } from '../shared/ipc-contract.ts';
import { maxConfigBytes, type PolicyCandidate } from '../shared/policy.ts';
import type { SignInPurpose } from '../shared/saved-accounts.ts';
import type { Destination } from '../shared/section.ts';
import type { SettingName } from '../shared/settings.ts';
import { confirmationTexts as texts } from '../shared/texts/confirmations.ts';
import { windowTexts } from '../shared/texts/window.ts';
import type { Api, InputArgument, Result } from './api.ts';
import type { PolicyFilter } from './policy-filter.ts';
import type { ShownRow, PolicySort } from './policy-rows.ts';
import { receive, reportError, toastAfter, toUse, type MirrorStore, type Screen } from './store.ts';
import type { PlaceKind, StorePlace } from './wording/storage-phrases.ts';

export type Commands = ReturnType<typeof createCommands>;

type CopyChannel =
  'policy.copy' | 'doctor.copy' | 'removal.copy' | 'signIn.copyLink' | 'signIn.copyCode';
type ExportChannel = 'activity.export' | 'policy.export' | 'doctor.export';

/** More than anybody reads through; an export holds all. */
const shownEntries = 500;

/** What the window can do. A refusal becomes its own notice; results arrive as snapshots. */
export function createCommands(api: Api, mirror: MirrorStore) {
  /** Shows a refusal; an accepted request takes the one that is shown away. */
  const ask = async <C extends RequestChannel>(
    channel: C,
    ...input: InputArgument<C>
  ): Promise<Result<RequestOutput<C>>> => {
    const result = await api.request(channel, ...input);
    reportError(mirror, result.ok ? null : result.error);
    return result;
  };
  const send = async <C extends RequestChannel>(
    channel: C,
    ...input: InputArgument<C>
  ): Promise<boolean> => (await ask(channel, ...input)).ok;
  /** For what a view reads by itself: shows a refusal, and takes none away. */
  const read = async <C extends RequestChannel>(
    channel: C,
    ...input: InputArgument<C>
  ): Promise<RequestOutput<C> | null> => {
    const result = await api.request(channel, ...input);
    if (!result.ok) reportError(mirror, result.error);
    return valueOf(result);
  };
  const confirm = (text: string): void =>
    mirror.setState(({ toast }) => ({ toast: toastAfter(toast, text) }));
  const show = (screen: Screen, purpose: SignInPurpose = toUse): void =>
    mirror.setState({
      screen,
      purpose,
      ledTo: null,
      requestError: null,
      asksToSignOut: false,
    });
  /** Whatever the filter hides, the row is shown. */
  const leadTo = (ledTo: ShownRow): void =>
    mirror.setState(({ policyFilter }) => ({
      ledTo: { ...ledTo },
      policyFilter: { ...policyFilter, text: '' },
    }));
  const showMethodsAgain = (): void => {
    const { accounts } = mirror.getState().app?.accounts ?? { accounts: [] };
    const inUse = accounts.find(({ state }) => state.kind === 'inUse');
    show('methods', inUse && { purpose: 'renew', account: inUse.id });
  };
  const refuseFile = (message: string): null => {
    reportError(mirror, { code: 'file-unreadable', message });
    return null;
  };
  const confirmCopy = async (channel: CopyChannel, text: string): Promise<void> => {
    if (await send(channel)) confirm(text);
  };
  const confirmExport = async <C extends ExportChannel>(
    text: string,
    channel: C,
    ...input: InputArgument<C>
  ): Promise<void> => {
    const result = await ask(channel, ...input);
    if (result.ok && result.value === 'saved') confirm(text);
  };

  return {
    show,
    /** Where a menu or a notification leads. */
    goTo: (destination: Destination): void => {
      if (destination.section === 'help') return mirror.setState({ showsHelp: true });
      if (destination.section !== 'account') return show(destination.section);
      switch (destination.task) {
        case null:
          return show('home');
        case 'signInAgain':
          return showMethodsAgain();
        case 'anotherAccount':
          return show('methods');
        case 'apiKey':
          return show('apiKey');
        case 'signOut':
          show('home');
          return mirror.setState({ asksToSignOut: true });
      }
    },
    showHelp: (showsHelp: boolean): void => mirror.setState({ showsHelp }),
    askToSignOut: (asksToSignOut: boolean): void => mirror.setState({ asksToSignOut }),
    hideToast: () => mirror.setState({ toast: null }),
    dismissError: () => reportError(mirror, null),
    load: async (): Promise<void> => {
      const result = await ask('state.get');
      if (result.ok) receive(mirror, result.value);
    },

    /** Leads to a new sign-in of the account in use. */
    signInAgain: showMethodsAgain,
    showRule: (key: string): void => {
      show('policy');
      leadTo({ kind: 'policy', id: key });
    },
    /** Leads to a row of the page that is shown. */
    showPolicyRow: leadTo,
    /** Leads to the rule of an announced removal, and back to what announces it. */
    showRuleOfRemoval: (key: string): void => {
      show('policy');
      leadTo({ kind: 'policy', id: key });
      mirror.setState({ setsRemovalAside: true });
    },
    showRemoval: (): void => mirror.setState({ setsRemovalAside: false }),
    choosePurpose: (purpose: SignInPurpose): void => mirror.setState({ purpose }),

    /** Starts a sign-in, by default for what was chosen; for an API key this only opens the form. */
    signIn: async (
      method: SignInMethod,
      purpose: SignInPurpose = mirror.getState().purpose,
    ): Promise<void> => {
      if (method === 'apiKey') show('apiKey', purpose);
      else await send(method === 'browser' ? 'signIn.browser' : 'signIn.device', purpose);
    },
    addAnother: () => send('signIn.addAnother'),
    /** Hands the key over and keeps nothing of it. Returns what was wrong, or null. */
    saveApiKey: async (apiKey: string): Promise<AppError | null> => {
      const target = mirror.getState().purpose;
      const result = await api.request('signIn.apiKey', { apiKey, target });
      if (!result.ok) return result.error;
      show('home');
      return null;
    },
    cancelSignIn: () => send('signIn.cancel'),
    dismissNotice: (id: NoticeId) => send('notice.dismiss', { id }),
    dismissFailure: () => send('signIn.dismiss'),
    openLink: () => send('signIn.openLink'),
    allowOnce: () => send('signIn.allowOnce'),
    /** For the address of a browser elsewhere. Returns what was wrong with it, or null. */
    takeAddress: async (address: string): Promise<AppError | null> => {
      const result = await api.request('signIn.takeAddress', { address });
      return result.ok ? null : result.error;
    },
    copyLink: () => confirmCopy('signIn.copyLink', texts.linkCopied()),
    copyCode: () => confirmCopy('signIn.copyCode', texts.codeCopied()),

    refresh: () => send('account.refresh'),
    reload: () => send('account.reload'),
    lookUp: () => send('account.lookUp'),
    signOut: (everywhere: boolean) => send('account.signOut', { everywhere }),
    useAccount: (id: string) => send('accounts.use', { id }),
    /** An empty name is none. */
    renameAccount: (id: string, label: string) =>
      send('accounts.rename', { id, label: label.trim() === '' ? null : label }),
    removeAccount: (id: string) => send('accounts.remove', { id }),
    signOutAccount: (id: string) => send('accounts.signOut', { id }),
    lookAtAccounts: () => send('accounts.look'),
    savePlainFiles: (isOn: boolean) => send('accounts.plainFiles', { isOn }),
    makeAccountKey: () => send('accounts.newKey'),
    useKept: (id: string) => send('kept.use', { id }),
    removeKept: (id: string) => send('kept.remove', { id }),
    copyRemoval: () => confirmCopy('removal.copy', texts.detailsCopied()),
    confirmRemoval: () => send('removal.confirm'),
    lookAtUsage: () => read('usage.look'),
    changeSetting: (name: SettingName, value: boolean | string) =>
      send('settings.set', { name, value }),
    readAbout: () => read('about.get'),
    openLogs: () => send('about.openLogs'),

    /** Looks at every place, the keyring included, which may ask for its password. */
    inspectStore: () => send('store.inspect'),
    protectStore: () => send('store.protect'),
    removeEntry: (id: string) => send('store.removeEntry', { id }),
    removeKeptCopies: () => send('store.removeKeptCopies'),
    moveStore: (to: StorePlace) => send('store.move', { to }),
    storeInFile: () => send('store.inFile'),
    removeCopy: (kind: PlaceKind) => send('store.removeCopy', { kind }),

    lookAtRunning: () => send('codex.look'),
    askForRestart: () => send('codex.askForRestart'),
    leaveRestart: () => read('codex.leaveRestart'),
    restartCodex: () => send('codex.restart'),
    askCodex: () => read('codex.ask'),

    readActivity: () => read('activity.read', { limit: shownEntries }),
    filterActivity: (activityFilter: ActivityFilter): void => mirror.setState({ activityFilter }),
    /** Exports what the filter of the page shows. */
    exportActivity: () =>
      confirmExport(texts.activityExported(), 'activity.export', mirror.getState().activityFilter),
    runDoctor: () => read('doctor.run'),
    copyDoctor: () => confirmCopy('doctor.copy', texts.reportCopied()),
    exportDoctor: () => confirmExport(texts.reportExported(), 'doctor.export'),

    filterPolicies: (policyFilter: PolicyFilter): void => mirror.setState({ policyFilter }),
    sortPolicies: (policySort: PolicySort | null): void => mirror.setState({ policySort }),
    readPolicy: () => read('policy.get'),
    copyPolicy: () => confirmCopy('policy.copy', texts.policyCopied()),
    exportPolicy: (format: 'json' | 'csv') =>
      confirmExport(texts.policyExported(), 'policy.export', { format }),
    /** A file that was dropped, for a preview; null where it cannot be read, which is shown. */
    readDropped: async (file: File): Promise<PolicyCandidate | null> => {
      // A pipe, a device and a dead link have no size, and would be taken for a file without rules.
      if (file.size === 0) {
        return refuseFile(windowTexts.dropped.empty({ name: file.name }));
      }
      // One byte more than is allowed shows that it is too large.
      const reading = file.slice(0, maxConfigBytes + 1).arrayBuffer();
      const bytes = await reading.catch(() => null);
      return bytes === null
        ? refuseFile(windowTexts.dropped.unreadable({ name: file.name }))
        : { name: file.name, bytes: new Uint8Array(bytes), as: null };
    },
    /** The same for a file that the person picks; null also where they pick none. */
    chooseCandidate: async () => valueOf(await ask('policy.chooseCandidate')),
    previewPolicy: async (candidate: PolicyCandidate) =>
      valueOf(await ask('policy.preview', candidate)),

    /** Does what the button of a notice promises. */
    act: async ({ id, action }: Notice): Promise<unknown> => {
      switch (action) {
        case 'dismiss':
          return send('notice.dismiss', { id });
        case 'refresh':
          return send('account.refresh');
        case 'reload':
          return send('account.reload');
        case 'signIn':
          return showMethodsAgain();
        case 'signOut':
          return send('account.signOut', { everywhere: false });
        case 'protect':
          return send('store.protect');
        case 'restartCodex':
          return send('codex.askForRestart');
      }
    },
  };
}

function valueOf<T>(result: Result<T>): T | null {
  return result.ok ? result.value : null;
}
