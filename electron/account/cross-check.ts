import type { CodexCredentials } from '../../shared/codex-programs.ts';
import type { CrossCheckResult } from '../../shared/cross-check.ts';
import { askingCodexTexts as texts } from '../../shared/texts/asking-codex.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import { StoreError, type RefreshGuard } from '../auth/credential-store.ts';
import { isRefreshable } from '../auth/credential-facts.ts';
import { endsSoon } from '../auth/refresh-due.ts';
import { allMethods, compareSaid, type SaidByCodex } from '../codex-programs/cross-check.ts';
import { holderOf } from '../codex-programs/holder.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import type { RulesInForce } from '../policy/cloud-rules.ts';
import { modelProviderOf } from '../policy/model-provider.ts';
import { deadlockOf, obstaclesTo } from '../policy/rule-conflicts.ts';
import type { Now } from '../ports.ts';
import type { AccountCommands } from './account-commands.ts';

/** What came of starting the installed Codex on the home and asking it. */
export type InstalledAnswer =
  | {
      readonly kind: 'asked';
      readonly said: SaidByCodex;
      /** With which it was started. */
      readonly environment: Readonly<Record<string, string | undefined>>;
    }
  | { readonly kind: 'noProgram' | 'failed' }
  | { readonly kind: 'tooOld'; readonly version: string | null };

export interface CrossCheckParts {
  readonly session: Pick<AuthSession, 'get' | 'lastFailure' | 'reload'>;
  readonly commands: Pick<AccountCommands, 'look' | 'refresh' | 'get'>;
  readonly inForce: Pick<RulesInForce, 'get'>;
  readonly workspaceNames: Pick<WorkspaceNames, 'get'>;
  /** Nobody of Gatehouse refreshes meanwhile. */
  readonly guard: RefreshGuard;
  readonly askInstalled: () => Promise<InstalledAnswer>;
  /** What Codex programs use that start with this environment. */
  readonly credentialsIn: (
    environment: Readonly<Record<string, string | undefined>>,
  ) => Promise<CodexCredentials>;
  readonly now: Now;
}

/**
 * OWNER of the question to Codex itself whom it would use in this home, which a person asks: Codex is
 * started on the home for it. It is not asked where it could refresh the tokens meanwhile: what it
 * gets would be lost if it were ended before it has saved that.
 */
export class CrossCheck {
  readonly #parts: CrossCheckParts;
  #asking: Promise<CrossCheckResult> | null = null;

  constructor(parts: CrossCheckParts) {
    this.#parts = parts;
  }

  /** Callers share a question that is under way. */
  ask(): Promise<CrossCheckResult> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<CrossCheckResult> {
    const { commands, guard, askInstalled, session, inForce, credentialsIn } = this.#parts;
    await commands.look();
    if (commands.get() !== null) return notAsked(texts.notAsked.underWay());
    const obstacle = await this.#makeFresh();
    if (obstacle !== null) return notAsked(obstacle);
    try {
      const answer = await guard(askInstalled, { waitMs: guardWaitMs });
      await session.reload();
      if (answer.kind !== 'asked') return notAsked(obstacleTexts(answer));
      const config = inForce.get();
      const { rules: known } = config;
      const { apps } = await credentialsIn(answer.environment);
      const methods =
        known.kind === 'unknown'
          ? null
          : deadlockOf(known.rules)
            ? []
            : allMethods.filter((method) => obstaclesTo(method, known.rules).length === 0);
      const stored = holderOf(session.get());
      return compareSaid(answer.said, {
        uses: apps,
        stored,
        provider: modelProviderOf(config),
        loginMethods: methods,
        workspaceNames: this.#parts.workspaceNames.get(),
      });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return notAsked(texts.notAsked.underWay());
    }
  }

  /** Refreshes where Codex could come to do it; why that is not possible, in sentences. */
  async #makeFresh(): Promise<string | null> {
    const { session, commands, now } = this.#parts;
    const isShort = (): boolean => {
      const credential = session.get();
      return isRefreshable(credential) && endsSoon(credential.record, now());
    };
    if (session.lastFailure()?.permanent) return texts.notAsked.needsSignIn();
    if (!isShort()) return null;
    const outcome = await commands.refresh({ force: true });
    if (outcome.kind === 'failed') {
      return outcome.failure.permanent
        ? texts.notAsked.needsSignIn()
        : `${texts.notAsked.notFresh()} ${outcome.failure.message}`;
    }
    return isShort() ? texts.notAsked.shortLived() : null;
  }
}

/** Another refresh ends sooner. */
const guardWaitMs = 20_000;

function obstacleTexts(answer: Exclude<InstalledAnswer, { kind: 'asked' }>): string {
  switch (answer.kind) {
    case 'noProgram':
      return texts.notAsked.noProgram();
    case 'tooOld':
      return answer.version === null
        ? texts.notAsked.unknownVersion()
        : texts.notAsked.tooOld({ version: answer.version });
    case 'failed':
      return texts.noAnswer();
  }
}

function notAsked(message: string): CrossCheckResult {
  return { kind: 'notAsked', message };
}
