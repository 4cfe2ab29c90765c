import type { ActivityActor, ActivityEntry, ActivityPage } from '../../shared/activity.ts';
import type { Credential } from '../auth/credential.ts';
import { Listeners } from '../base/listeners.ts';
import type { Now } from '../ports.ts';
import { namedWorkspaceOf } from '../auth/effective-identity.ts';

export interface ActivityParts {
  readonly log: ActivityLog;
  readonly now: Now;
  /** How the person speaks to this program. */
  readonly person: 'user' | 'command-line';
}

/** What was done, before it is known who asked for it. */
export type ActivityEvent = Pick<ActivityEntry, 'action' | 'outcome'> & {
  /** Whose sign-in it was done with. */
  readonly credential: Credential;
  readonly detail?: string | null;
  /** Where the rule that did it is set, as `positionCode` tells it. */
  readonly place?: string | null;
};

/** Only what happened since the last look matters, and that is not more. */
const entriesLookedAt = 16;

/** OWNER of what is recorded. It tells when there may be something new to read. */
export class Activity {
  readonly #parts: ActivityParts;
  readonly #listeners = new Listeners();
  #changes = 0;
  /** The latest entry that a command may have made; null before the first look for one. */
  #latestOfCommand: string | null = null;

  constructor(parts: ActivityParts) {
    this.#parts = parts;
  }

  /** Grows whenever there may be a new entry. */
  changes(): number {
    return this.#changes;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Records what the person asked for. */
  recordForPerson(event: ActivityEvent): void {
    this.record(this.#parts.person, event);
  }

  /** Records what was due: by itself in the app, at the person's word on the command line. */
  recordDue(event: ActivityEvent): void {
    this.record(this.#parts.person === 'user' ? 'background' : this.#parts.person, event);
  }

  record(actor: ActivityActor, { action, outcome, credential, ...more }: ActivityEvent): void {
    const { detail = null, place = null } = more;
    const at = new Date(this.#parts.now()).toISOString();
    const account = shortAccountOf(credential);
    const entry: ActivityEntry = { v: 1, at, actor, action, account, outcome, detail };
    this.#parts.log.record(place === null ? entry : { ...entry, place });
    this.look();
  }

  /** The log may have been added to, by this or another program. */
  look(): void {
    this.#changes += 1;
    this.#listeners.tell();
  }

  /** The latest entries, the newest first; all that are kept where no limit is given. */
  read(limit?: number): Promise<ActivityPage> {
    return this.#parts.log.read(limit);
  }

  /**
   * Whether a `gatehouse` command may have changed the sign-in since this was asked last: it is
   * named in what it records, but for removals that a rule demands, as the app records them too.
   */
  async hasNewOfCommand(): Promise<boolean> {
    const { entries } = await this.read(entriesLookedAt);
    const entry = entries.find(({ actor }) => actor === 'command-line' || actor === 'policy');
    const latest = entry === undefined ? null : JSON.stringify(entry);
    const isNew = latest !== this.#latestOfCommand;
    this.#latestOfCommand = latest;
    return isNew && latest !== null;
  }
}

/** Where entries are kept. Programs of the same user share it and add to it at the same time. */
export interface ActivityLog {
  /** Adds an entry. It never throws: what cannot be written must not stop what is recorded. */
  record(entry: ActivityEntry): void;
  /** The latest entries, the newest first; all that are kept where no limit is given. */
  read(limit?: number): Promise<ActivityPage>;
}

const length = 8;

/**
 * The first eight characters of the account's id, by which a person can tell their
 * accounts apart; characters that ids do not have become "_". Null for an API key,
 * of which nothing is written down, and where no account is known.
 */
export function shortAccountOf(credential: Credential): string | null {
  if (credential.kind !== 'chatgpt') return null;
  const workspaceId = namedWorkspaceOf(credential.tokens);
  if (workspaceId === null) return null;
  return Array.from(workspaceId)
    .slice(0, length)
    .join('')
    .replace(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, length);
}
