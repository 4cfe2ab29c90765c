import {
  shortIdOf,
  shortUserIdOf,
  type ActivityActor,
  type ActivityEntry,
  type ActivityPage,
} from '../../shared/activity.ts';
import type { Credential } from '../auth/credential.ts';
import { Listeners } from '../base/listeners.ts';
import type { Now } from '../ports.ts';
import { knownId, namedWorkspaceOf } from '../auth/effective-identity.ts';

export interface ActivityParts {
  readonly log: ActivityLog;
  readonly now: Now;
  readonly person: 'user' | 'command-line';
}

/** Ids of a person and a workspace; null where they are not known. */
export interface Whose {
  readonly userId: string | null;
  readonly workspaceId: string | null;
}

/** Of a credential, or of an account whose credential is not at hand; null for nobody's. */
export type ActivityEvent = CredentialEvent | (Happening & { readonly whose: Whose | null });
export type CredentialEvent = Happening & { readonly credential: Credential };

type Happening = Pick<ActivityEntry, 'action' | 'outcome'> & {
  readonly detail?: string | null;
  /** Where the rule behind it is set, as `positionCode` writes it. */
  readonly place?: string | null;
};

const entriesLookedAt = 16;

export class Activity {
  readonly #parts: ActivityParts;
  readonly #listeners = new Listeners();
  #changes = 0;
  /** The latest entry of a command; null before the first look. */
  #latestOfCommand: string | null = null;

  constructor(parts: ActivityParts) {
    this.#parts = parts;
  }

  changes(): number {
    return this.#changes;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  recordForPerson(event: ActivityEvent): void {
    this.record(this.#parts.person, event);
  }

  /** Records what was due: in the background of the app, or for the person on the command line. */
  recordDue(event: ActivityEvent): void {
    this.record(this.#parts.person === 'user' ? 'background' : this.#parts.person, event);
  }

  record(actor: ActivityActor, event: ActivityEvent): void {
    const { action, outcome, detail = null, place = null } = event;
    const at = new Date(this.#parts.now()).toISOString();
    const whose = 'credential' in event ? whoseOf(event.credential) : event.whose;
    const { account, user } = shortIdsOf(whose);
    const entry: ActivityEntry = { v: 1, at, actor, action, account, outcome, detail };
    const known = { ...(user !== null && { user }), ...(place !== null && { place }) };
    this.#parts.log.record({ ...entry, ...known });
    this.look();
  }

  /** This or another program may have added to the log. */
  look(): void {
    this.#changes += 1;
    this.#listeners.tell();
  }

  read(limit?: number): Promise<ActivityPage> {
    return this.#parts.log.read(limit);
  }

  /** Whether a `gatehouse` command (or a rule) may have changed the sign-in since the last call. */
  async hasNewOfCommand(): Promise<boolean> {
    const { entries } = await this.read(entriesLookedAt);
    const entry = entries.find(({ actor }) => actor === 'command-line' || actor === 'policy');
    const latest = entry === undefined ? null : JSON.stringify(entry);
    const isNew = latest !== this.#latestOfCommand;
    this.#latestOfCommand = latest;
    return isNew && latest !== null;
  }
}

/** Programs of the same user share it and add to it at the same time. */
export interface ActivityLog {
  /** It never throws: a failure must not stop what is recorded. */
  record(entry: ActivityEntry): void;
  /** The latest entries, the newest first; all that are kept where no limit is given. */
  read(limit?: number): Promise<ActivityPage>;
}

/** Person and workspace as an entry has them; null for an API key, and where they are not known. */
function shortIdsOf(whose: Whose | null): {
  readonly account: string | null;
  readonly user: string | null;
} {
  return {
    account: shortIdOf(whose?.workspaceId ?? null),
    user: shortUserIdOf(whose?.userId ?? null),
  };
}

function whoseOf(credential: Credential): Whose | null {
  if (credential.kind !== 'chatgpt') return null;
  const { tokens } = credential;
  return { userId: knownId(tokens.claims.userId), workspaceId: namedWorkspaceOf(tokens) };
}
