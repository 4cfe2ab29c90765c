import * as z from 'zod/mini';

import {
  usageReadingSchema,
  usageProblemSchema,
  type Usage,
  type UsageProblem,
} from '../../shared/usage.ts';
import { Listeners } from '../base/listeners.ts';
import { FactsFile } from '../files/facts-file.ts';
import { isRefusal, usageRestMs, waitAfterFailureMs } from './ask-again.ts';
import type { AskedAccount, AskingParts } from './asked-as.ts';
import type { CodexAnswerTo } from './codex-methods.ts';
import type { ScratchAnswer } from './scratch-codex.ts';
import { usageReadingOf } from './usage-reading.ts';

const accountUsageSchema = z.looseObject({
  accountId: z.string(),
  userId: z.nullable(z.string()),
  /** Of the account that was asked about last; null for the others. */
  reading: z.nullable(usageReadingSchema),
  problem: z.nullable(usageProblemSchema),
  askedAt: z.nullable(z.number()),
  failures: z.int().check(z.nonnegative()),
});
type AccountUsage = z.infer<typeof accountUsageSchema>;

/** `usage.json`, version 1: the account that was asked about last comes first. */
const factsSchema = z.looseObject({ version: z.literal(1), accounts: z.array(accountUsageSchema) });
type Facts = z.infer<typeof factsSchema>;

const noFacts: Facts = { version: 1, accounts: [] };

/** Of more, it is not remembered when they may be asked about again. */
const mostAccounts = 50;

/**
 * OWNER of the usage limits of the account in use. They are read only when somebody looks, by the
 * app or a command, which rest together: ten minutes after an answer, hours after a refusal.
 */
export class UsageLimits {
  readonly #parts: AskingParts;
  readonly #listeners = new Listeners();
  #file: FactsFile<Facts> | null = null;
  #facts: Facts = noFacts;
  #isAsking = false;
  #looking: Promise<Usage> | null = null;

  constructor(parts: AskingParts) {
    this.#parts = parts;
  }

  /** Reads what was read before, by any program. */
  async load(): Promise<void> {
    this.#facts = await this.#opened().read();
    this.#listeners.tell();
  }

  /** What was read last of the account in use. */
  get(): Usage {
    const as = this.#parts.askedAs();
    const known = as.account && usageOf(this.#facts, as.account);
    const reading = known?.reading ?? null;
    if (as.kind === 'asked') return { reading, problem: known?.problem ?? null };
    return { reading, problem: { code: as.because, codexVersion: null, nextAt: null } };
  }

  isAsking(): boolean {
    return this.#isAsking;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Reads them where that is due, which takes a few seconds. Never rejects. */
  look(): Promise<Usage> {
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    return this.#looking;
  }

  /** Forgets what was read; a refusal is remembered, since it is still to be respected. */
  async forget(): Promise<void> {
    if (this.#facts.accounts.every(({ reading }) => reading === null)) return;
    await this.#change((facts) => ({ ...facts, accounts: withoutReadings(facts.accounts) }));
  }

  async #look(): Promise<Usage> {
    const { askScratch, askedAs, now, log } = this.#parts;
    const as = askedAs();
    if (as.kind === 'notAsked') return this.get();
    const { account, identity } = as;
    this.#facts = await this.#opened().read();
    if (!isDue(usageOf(this.#facts, account), now())) return this.get();
    this.#isAsking = true;
    this.#listeners.tell();
    const answer = await askScratch(identity, (client) =>
      client.ask('account/rateLimits/read', null),
    );
    this.#isAsking = false;
    await this.#change((facts) =>
      withUsage(facts, usageAfter(answer, usageOf(facts, account), now())),
    );
    const { problem } = usageOf(this.#facts, account);
    log.info('usage-limits', {
      outcome: problem?.code ?? 'read',
      status: answer.kind === 'failed' ? answer.status : null,
    });
    return this.get();
  }

  /** Most commands never need it. */
  #opened(): FactsFile<Facts> {
    const { folder, log } = this.#parts;
    const file = { folder, name: 'usage.json', schema: factsSchema, none: noFacts, log };
    return (this.#file ??= new FactsFile(file));
  }

  async #change(change: (facts: Facts) => Facts): Promise<void> {
    this.#facts = await this.#opened().change(change);
    this.#listeners.tell();
  }
}

/** What is known of this account. */
function usageOf({ accounts }: Facts, { accountId, userId }: AskedAccount): AccountUsage {
  const found = accounts.find((one) => one.accountId === accountId && one.userId === userId);
  return found ?? { accountId, userId, reading: null, problem: null, askedAt: null, failures: 0 };
}

function withUsage(facts: Facts, usage: AccountUsage): Facts {
  const { accountId, userId } = usage;
  const others = facts.accounts.filter(
    (one) => one.accountId !== accountId || one.userId !== userId,
  );
  return { ...facts, accounts: [usage, ...withoutReadings(others)].slice(0, mostAccounts) };
}

function withoutReadings(accounts: readonly AccountUsage[]): AccountUsage[] {
  return accounts.map((one) => ({ ...one, reading: null }));
}

function isDue({ askedAt, problem }: AccountUsage, now: number): boolean {
  // The clock may have been set back.
  if (askedAt === null || askedAt > now) return true;
  if (problem === null) return now - askedAt >= usageRestMs;
  return problem.nextAt === null || now >= problem.nextAt;
}

/** Where no Codex could be asked, the next look may find one. */
function usageAfter(
  answer: ScratchAnswer<CodexAnswerTo<'account/rateLimits/read'>>,
  before: AccountUsage,
  now: number,
): AccountUsage {
  const asked = { ...before, askedAt: now };
  const unasked = (code: UsageProblem['code'], codexVersion: string | null = null) => ({
    ...asked,
    problem: { code, codexVersion, nextAt: null },
  });
  if (answer.kind === 'offline') return unasked('offline');
  if (answer.kind === 'noProgram') return unasked('no-codex');
  if (answer.kind === 'untested') return unasked('untested-codex', answer.version);
  const reading =
    answer.kind === 'answered' ? usageReadingOf(answer.value, before.accountId, now) : null;
  if (reading !== null) return { ...asked, reading, problem: null, failures: 0 };
  const failed = answer.kind === 'failed' ? answer : null;
  const failures = before.failures + 1;
  const nextAt = now + waitAfterFailureMs(failed?.status ?? null, failures);
  const problem = { code: failureCode(failed), codexVersion: null, nextAt };
  return { ...asked, problem, failures };
}

function failureCode(
  failed: Extract<ScratchAnswer<unknown>, { kind: 'failed' }> | null,
): UsageProblem['code'] {
  if (failed?.code === 'unsupported') return 'unsupported';
  const status = failed?.status ?? null;
  if (status === 429) return 'too-many-requests';
  return isRefusal(status) ? 'refused' : 'failed';
}
