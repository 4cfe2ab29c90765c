import { requestTexts as texts } from '../../shared/texts/requests.ts';
import type { NoticeBoard } from '../account/notice-board.ts';
import type { ShowUsageLimits } from '../account/show-usage-limits.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import type { SignInOwner } from '../sign-in/sign-in-owner.ts';
import type { AboutRequests } from './about-requests.ts';
import type { AccountRequests } from './account-requests.ts';
import type { ActivityRequests } from './activity-requests.ts';
import type { AppStatePublisher } from './app-state-publisher.ts';
import type { Handlers } from './dispatch.ts';
import type { CodexRequests } from './codex-requests.ts';
import type { DoctorRequests } from './doctor-requests.ts';
import type { PolicyRequests } from './policy-requests.ts';
import type { RemovalRequests } from './removal-requests.ts';
import type { StorageRequests } from './storage-requests.ts';
import { changeSetting, type SettingOwners } from './setting-owners.ts';

export interface HandlersParts {
  readonly publisher: Pick<AppStatePublisher, 'get'>;
  readonly signIn: SignInOwner;
  readonly notices: NoticeBoard;
  readonly about: AboutRequests;
  readonly account: AccountRequests;
  readonly storage: StorageRequests;
  readonly activity: ActivityRequests;
  readonly policy: PolicyRequests;
  readonly codex: CodexRequests;
  readonly doctor: DoctorRequests;
  readonly removal: RemovalRequests;
  readonly shownUsage: Pick<ShowUsageLimits, 'look'>;
  readonly workspaceNames: Pick<WorkspaceNames, 'look'>;
  readonly settings: SettingOwners;
  readonly copyText: (text: string) => void | Promise<void>;
}

/** Each request as one call. Commands are answered when they are accepted, not when they are done. */
export function createHandlers(parts: HandlersParts): Handlers {
  const { publisher, signIn, notices, account, storage, activity, copyText } = parts;
  const { policy, codex, doctor, removal } = parts;
  return {
    'state.get': () => publisher.get(),
    'signIn.browser': (purpose) => signIn.begin('browser', purpose),
    'signIn.device': (purpose) => signIn.begin('device', purpose),
    'signIn.apiKey': ({ apiKey, target }) => void signIn.submitApiKey(apiKey, target),
    'signIn.addAnother': () => void signIn.addAnother(),
    'signIn.cancel': () => signIn.cancel(),
    'signIn.dismiss': () => signIn.dismiss(),
    'signIn.copyLink': () => copyText(present(signIn.link(), texts.noLink)),
    'signIn.copyCode': () => copyText(present(signIn.userCode(), texts.noCode)),
    'signIn.openLink': () => signIn.reopen(),
    'signIn.allowOnce': () => signIn.allowOnce(),
    'signIn.takeAddress': ({ address }) => signIn.takeAddress(address),
    'account.signOut': ({ everywhere }) => account.signOut({ everywhere }),
    'account.refresh': () => {
      account.refresh();
      void parts.workspaceNames.look({ isAsked: true });
    },
    'account.lookUp': () => account.lookUp(),
    'account.reload': () => void account.readAgain(),
    'accounts.use': ({ id }) => account.useAccount(id),
    'accounts.rename': ({ id, label }) => account.renameAccount(id, label),
    'accounts.remove': ({ id }) => account.removeAccount(id),
    'accounts.signOut': ({ id }) => account.signOutAccount(id),
    'accounts.look': () => account.lookAtAccounts(),
    'accounts.plainFiles': ({ isOn }) => account.choosePlainFiles(isOn),
    'accounts.newKey': () => account.makeAccountKey(),
    'kept.use': ({ id }) => account.useKept(id),
    'kept.remove': ({ id }) => account.removeKept(id),
    'notice.dismiss': ({ id }) => notices.dismiss(id),
    'store.inspect': () => storage.inspect(),
    'store.move': ({ to }) => storage.moveTo(to),
    'store.inFile': () => storage.storeInFile(),
    'store.removeCopy': ({ kind }) => storage.removeCopy(kind),
    'store.removeEntry': ({ id }) => storage.removeEntry(id),
    'store.removeKeptCopies': () => storage.removeKeptCopies(),
    'store.protect': () => storage.protect(),
    'usage.look': () => void parts.shownUsage.look(),
    'settings.set': ({ name, value }) => changeSetting(parts.settings, name, value),
    'about.get': () => parts.about.get(),
    'about.openLogs': () => parts.about.openLogs(),
    'activity.read': ({ limit }) => activity.read(limit),
    'activity.export': (filter) => activity.export(filter, publisher.get().accounts.accounts),
    'policy.get': () => policy.get(),
    'policy.preview': (candidate) => policy.preview(candidate),
    'policy.chooseCandidate': () => policy.chooseCandidate(),
    'policy.copy': () => policy.copy(),
    'policy.export': ({ format }) => policy.export(format),
    'codex.look': () => codex.look(),
    'codex.askForRestart': () => codex.askForRestart(),
    'codex.leaveRestart': () => codex.leaveRestart(),
    'codex.restart': () => codex.restart(),
    'codex.ask': () => codex.ask(),
    'doctor.run': () => doctor.run(),
    'doctor.copy': () => doctor.copy(),
    'doctor.export': () => doctor.export(),
    'removal.copy': () => removal.copy(),
    'removal.confirm': () => removal.confirm(),
  };
}

function present(text: string | null, refusal: () => string): string {
  if (text !== null) return text;
  throw new AppFailure('bad-request', refusal());
}
