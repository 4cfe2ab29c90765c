import * as z from 'zod/mini';

import type { WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import { workspaceNameOf } from '../../shared/wording/workspaces.ts';
import { Listeners } from '../base/listeners.ts';
import { shownName, trimWhiteSpace } from '../base/unseen-characters.ts';
import { FactsFile } from '../files/facts-file.ts';
import { isNameDue, waitAfterFailureMs } from './ask-again.ts';
import type { AskingParts } from './asked-as.ts';
import type { CodexAnswerTo } from './codex-methods.ts';
import type { ScratchAnswer, ScratchIdentity } from './scratch-codex.ts';

const time = z.int().check(z.nonnegative());

const namedSchema = z.looseObject({
  id: z.string(),
  /** Null for none: a person's own account has none. */
  name: z.nullable(z.string()),
  /** When the name was told; null for never. */
  namedAt: z.nullable(time),
  askedAt: time,
  notBefore: z.nullable(time),
  failures: z.int().check(z.nonnegative()),
});
type Named = z.infer<typeof namedSchema>;

/** `workspaces.json`, version 1. */
const factsSchema = z.looseObject({ version: z.literal(1), workspaces: z.array(namedSchema) });
type Facts = z.infer<typeof factsSchema>;

const noFacts: Facts = { version: 1, workspaces: [] };

/** More are hardly one person's. */
const mostNames = 200;

/**
 * OWNER of the names of workspaces, for people to read and for nothing else: no verdict looks at
 * them. Codex is asked with the account in use, seldom, and a failure is nobody's concern.
 */
export class WorkspaceNames {
  readonly #parts: AskingParts;
  readonly #file: FactsFile<Facts>;
  readonly #listeners = new Listeners();
  #names: WorkspaceNaming = {};
  /** Ids of those whose name was told, also that they have none. */
  #told: ReadonlySet<string> = new Set();
  #asking: Promise<void> | null = null;

  private constructor(parts: AskingParts) {
    this.#parts = parts;
    const { folder, log } = parts;
    const name = 'workspaces.json';
    this.#file = new FactsFile({ folder, name, schema: factsSchema, none: noFacts, log });
  }

  static async open(parts: AskingParts): Promise<WorkspaceNames> {
    const owner = new WorkspaceNames(parts);
    const facts = await owner.#file.read();
    owner.#names = namesIn(facts);
    owner.#told = toldIn(facts);
    return owner;
  }

  get(): WorkspaceNaming {
    return this.#names;
  }

  nameOf(id: string | null): string | null {
    return workspaceNameOf(id, this.#names);
  }

  /** Whether Codex was never heard on the name of this workspace in use, and can be asked for it. */
  isWorthAsking(id: string | null): boolean {
    if (id === null || this.#told.has(id)) return false;
    const as = this.#parts.askedAs();
    return as.kind === 'asked' && as.account.accountId === id;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Asks for the name of the workspace in use where that is due, which takes a few seconds; with
   * `isAsked`, a person wants to know. Who comes meanwhile waits for the same. Never rejects.
   */
  look({ isAsked }: { readonly isAsked: boolean }): Promise<void> {
    this.#asking ??= this.#look(isAsked).finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #look(isAsked: boolean): Promise<void> {
    const { askScratch, askedAs, now, log } = this.#parts;
    const as = askedAs();
    if (as.kind === 'notAsked') return;
    const { identity } = as;
    const last = find(await this.#file.read(), identity.accountId);
    if (!isNameDue(last, isAsked, now())) return;
    const answer = await askScratch(identity, (client) =>
      client.ask('account/read', { refreshToken: false }),
    );
    if (answer.kind === 'offline' || answer.kind === 'noProgram') return;
    const named = namedBy(identity, answer, last, now());
    log.info('workspace-name', {
      outcome: named.failures > 0 ? 'failed' : named.name === null ? 'none' : 'known',
      status: answer.kind === 'failed' ? answer.status : null,
    });
    const facts = await this.#file.change((found) => withNamed(found, named));
    this.#told = toldIn(facts);
    this.#publish(namesIn(facts));
  }

  #publish(names: WorkspaceNaming): void {
    if (JSON.stringify(names) === JSON.stringify(this.#names)) return;
    this.#names = names;
    this.#listeners.tell();
  }
}

/** What is known after an answer: a failure leaves the name that was told before. */
function namedBy(
  { accountId }: ScratchIdentity,
  answer: ScratchAnswer<CodexAnswerTo<'account/read'>>,
  last: Named | null,
  now: number,
): Named {
  const before = last ?? { id: accountId, name: null, namedAt: null, failures: 0 };
  const name = answer.kind === 'answered' ? nameIn(answer.value, accountId) : undefined;
  if (name !== undefined) {
    return { ...before, name, namedAt: now, askedAt: now, notBefore: null, failures: 0 };
  }
  const failures = before.failures + 1;
  const status = answer.kind === 'failed' ? answer.status : null;
  const notBefore = now + waitAfterFailureMs(status, failures);
  return { ...before, askedAt: now, notBefore, failures };
}

/** Null for none; undefined where the answer is of another account. */
function nameIn(
  answer: CodexAnswerTo<'account/read'>,
  accountId: string,
): string | null | undefined {
  const { account, workspaceRouting } = answer;
  const answeredFor = workspaceRouting?.chatgptAccountId ?? accountId;
  if (account?.type !== 'chatgpt' || answeredFor !== accountId) return undefined;
  const name = trimWhiteSpace(account.workspaceName ?? '');
  return name === '' ? null : shownName(name);
}

function find({ workspaces }: Facts, id: string): Named | null {
  return workspaces.find((one) => one.id === id) ?? null;
}

function withNamed(facts: Facts, named: Named): Facts {
  const others = facts.workspaces.filter(({ id }) => id !== named.id);
  const latest = [named, ...others].sort((a, b) => b.askedAt - a.askedAt);
  return { ...facts, workspaces: latest.slice(0, mostNames) };
}

function toldIn({ workspaces }: Facts): ReadonlySet<string> {
  return new Set(workspaces.filter(({ namedAt }) => namedAt !== null).map(({ id }) => id));
}

function namesIn({ workspaces }: Facts): WorkspaceNaming {
  return Object.fromEntries(
    workspaces.flatMap(({ id, name }) => (name === null ? [] : [[id, shownName(name)]])),
  );
}
