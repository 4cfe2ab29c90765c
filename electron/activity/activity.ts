import type { ActivityActor, ActivityEntry, ActivityPage } from '../../shared/activity.ts';
import type { Credential } from '../auth/credential.ts';
import { Listeners } from '../base/listeners.ts';
import type { Now } from '../ports.ts';
import type { ActivityLog } from './activity-log.ts';
import { shortAccountOf } from './short-account.ts';

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
