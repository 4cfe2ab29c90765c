import {
  backgroundServerOf,
  nothingRuns,
  type RunningCodex as RunningCodexView,
  type RunningProgram,
} from '../../shared/running-codex.ts';
import type { Activity } from '../activity/activity.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import { errorTrace } from '../base/error-trace.ts';
import { Listeners } from '../base/listeners.ts';
import { SerialQueue } from '../base/serial-queue.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import type { Log } from '../ports.ts';
import type { HomePrograms } from '../saved-accounts/account-switch.ts';
import { holderOf } from './holder.ts';
import type { HolderHistory } from './holder-history.ts';
import { isAsBefore, shownHolder } from './home-history.ts';
import { withWorkspaceNames } from './named-identity.ts';
import { canSignIn, taskOf, type SeenProcess } from './program-kind.ts';
import { askedUse, judgeUse, type JudgedUse } from './program-use.ts';
import { restartCode, type RestartOutcome } from './server-restart.ts';
import type { ServerAnswer } from './server-answer.ts';

/** What runs on this machine with the Codex home. */
export interface CodexPrograms extends HomePrograms {
  /** Null where the system shows no programs. */
  list(): Promise<readonly (SeenProcess & { readonly home: 'this' | 'unknown' })[] | null>;
}

/** The background server of a home, from outside. None of these rejects. */
export interface BackgroundServer {
  /** Null where nobody answers at its socket. */
  ask(): Promise<ServerAnswer | null>;
  /** Names of the variables with a credential that a process was started with; null where unknown. */
  variablesOf(pid: number): Promise<readonly string[] | null>;
  restart(): Promise<RestartOutcome>;
}

export interface RunningCodexParts {
  readonly programs: Pick<CodexPrograms, 'list'>;
  readonly server: BackgroundServer;
  readonly session: Pick<AuthSession, 'get'>;
  readonly history: Pick<HolderHistory, 'read'>;
  readonly workspaceNames: Pick<WorkspaceNames, 'get'>;
  readonly activity: Pick<Activity, 'recordForPerson'>;
  readonly log: Log;
}

/**
 * OWNER of what is known of the Codex programs of this home: which run, and whom each of them uses.
 */
export class RunningCodex {
  readonly #parts: RunningCodexParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #view: RunningCodexView = nothingRuns;

  constructor(parts: RunningCodexParts) {
    this.#parts = parts;
  }

  /** As last looked at, with the names of workspaces that are known by now. */
  get(): RunningCodexView {
    return withWorkspaceNames(this.#view, this.#parts.workspaceNames.get());
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Looks at what runs, and asks the background server. It never rejects. */
  async look(): Promise<void> {
    await this.#queue
      .run(() => this.#look())
      .catch((error: unknown) => {
        this.#parts.log.error('running-codex.unexpected-error', errorTrace(error));
      });
  }

  /**
   * Looks, for a person who asked, also at the environment of the background server: which variables
   * of a fixed list it was started with. Their values are not kept.
   */
  async lookClosely(): Promise<void> {
    await this.look();
    const server = backgroundServerOf(this.#view);
    if (server === null) return;
    const variables = await this.#parts.server.variablesOf(server.pid);
    this.#show({ ...this.#view, serverVariables: variables === null ? null : [...variables] });
  }

  /** Asks the person, who wants a restart, whether to do it, by what is so at this moment. */
  async askForRestart(): Promise<void> {
    await this.lookClosely();
    this.#show({ ...this.#view, asksForRestart: backgroundServerOf(this.#view) !== null });
  }

  /** The person's answer is: later. */
  leaveRestart(): void {
    this.#show({ ...this.#view, asksForRestart: false });
  }

  /**
   * Does what a person asked for. Where the sign-in is another one afterwards, and the background
   * server goes on with the one before, the person is asked whether to restart it.
   */
  async askingAfter<T>(work: () => Promise<T>): Promise<T> {
    const { session } = this.#parts;
    const before = holderOf(session.get());
    try {
      return await work();
    } finally {
      const now = holderOf(session.get());
      const isSame = before !== null && now !== null && isAsBefore(before, now);
      // Nobody waits for the look.
      if (!isSame) void this.#askWhereOutdated();
    }
  }

  async #askWhereOutdated(): Promise<void> {
    await this.look();
    const isOutdated = backgroundServerOf(this.#view)?.differs === true;
    if (isOutdated) this.#show({ ...this.#view, asksForRestart: true });
  }

  /** Restarts the background server for a person; it then uses what is stored. */
  async restart(): Promise<RestartOutcome> {
    const { server, session, activity } = this.#parts;
    const credential = session.get();
    this.#show({ ...this.#view, asksForRestart: false, isRestarting: true });
    try {
      const outcome = await server.restart();
      const code = restartCode(outcome);
      activity.recordForPerson({ action: 'restart-codex', outcome: code, credential });
      return outcome;
    } finally {
      this.#show({ ...this.#view, isRestarting: false, serverVariables: null });
      await this.look();
    }
  }

  async #look(): Promise<void> {
    const { programs, server, session, history } = this.#parts;
    const seen = await programs.list();
    const stored = holderOf(session.get());
    const tasks = (seen ?? []).map((process) => ({ process, task: taskOf(process) }));
    const isServed = tasks.some(
      ({ task }) => task.is === 'running' && task.kind === 'backgroundServer',
    );
    const answer = isServed ? await server.ask() : null;
    const { entries } = await history.read();
    const used = tasks.flatMap(({ process, task }) => {
      if (task.is !== 'running') return [];
      const told = judgeUse(
        { startedAt: process.startedAt, canSignIn: canSignIn(task.kind) },
        // Without the present holder nothing is known of what the home holds.
        stored === null ? [] : entries,
      );
      const isServer = task.kind === 'backgroundServer';
      const judged = isServer && answer !== null ? askedOrTold(answer, stored, told) : told;
      return [{ process, task, judged }];
    });
    const ofServer = used.find(({ task }) => task.kind === 'backgroundServer')?.judged ?? null;
    const shown = used.map(({ process, task, judged }): RunningProgram => {
      const { pid, startedAt, home } = process;
      const isThroughServer = task.isServed && ofServer !== null;
      const { uses, differs } = isThroughServer ? ofServer : judged;
      return { pid, kind: task.kind, startedAt, home, isServed: isThroughServer, uses, differs };
    });
    const before = backgroundServerOf(this.#view);
    const next = shown.find(({ kind }) => kind === 'backgroundServer') ?? null;
    // Something else may have restarted or ended it, or the account before is back.
    const isSettled = next === null || (before?.differs === true && next.differs === false);
    this.#show({
      areShown: seen !== null,
      stored: stored && shownHolder(stored),
      programs: shown.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.pid - b.pid),
      isServerBusy: answer?.isBusy ?? null,
      serverVariables: before?.pid === next?.pid ? this.#view.serverVariables : null,
      asksForRestart: this.#view.asksForRestart && !isSettled,
      isRestarting: this.#view.isRestarting,
    });
  }

  #show(view: RunningCodexView): void {
    const isSame = JSON.stringify(view) === JSON.stringify(this.#view);
    this.#view = view;
    if (!isSame) this.#listeners.tell();
  }
}

/** A server tells no keys apart, which its start does. */
function askedOrTold(
  { who }: ServerAnswer,
  stored: ReturnType<typeof holderOf>,
  told: JudgedUse,
): JudgedUse {
  if (who === null) return told;
  const asked = askedUse(who, stored);
  const isToldToo = told.uses.how === 'told' && told.uses.who.kind === who.kind;
  return asked.differs === null && isToldToo ? { ...asked, differs: told.differs } : asked;
}
