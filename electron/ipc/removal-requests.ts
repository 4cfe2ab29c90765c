import type { AnnouncedRemoval } from '../../shared/app-state.ts';
import { requestTexts as texts } from '../../shared/texts/requests.ts';
import type { Enforcer } from '../account/enforcer.ts';
import { removalText } from '../account/notices.ts';
import { AppFailure } from '../base/app-failure.ts';
import { withTilde } from '../base/home-folder.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import { positionOfRule } from '../policy/config-layer.ts';
import type { RulesInForce } from '../policy/cloud-rules.ts';
import { verdictWords } from '../policy/violation-text.ts';

export interface RemovalRequestsParts {
  readonly removal: Pick<Enforcer, 'get' | 'confirm'>;
  readonly inForce: Pick<RulesInForce, 'get'>;
  readonly workspaceNames: Pick<WorkspaceNames, 'get'>;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly appVersion: string;
  /** Absolute. */
  readonly userHome: string;
}

/** A removal that a login rule demands, as the window shows and answers it. */
export function removalRequests(parts: RemovalRequestsParts) {
  const { copyText, appVersion, userHome } = parts;
  const get = (): AnnouncedRemoval | null => {
    const announced = parts.removal.get();
    if (announced === null) return null;
    const { violation, at } = announced;
    const words = verdictWords(violation, parts.workspaceNames.get());
    return { ...words, ...positionOfRule(violation, parts.inForce.get()), at };
  };
  return {
    get,
    /** @throws {AppFailure} `bad-request` where nothing is about to be removed */
    copy: async (): Promise<void> => {
      const removal = get();
      if (removal === null) throw new AppFailure('bad-request', texts.noRemoval());
      await copyText(withTilde(removalText(removal, `Gatehouse ${appVersion}`), userHome));
    },
    /** Does nothing without an announcement. */
    confirm: () => parts.removal.confirm(),
  };
}

export type RemovalRequests = ReturnType<typeof removalRequests>;
