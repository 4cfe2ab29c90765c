import { isDeepStrictEqual } from 'node:util';

import type { KeyringEntryView, StoragePlace, StorageReport } from '../../shared/app-state.ts';
import { storageTexts as texts } from '../../shared/texts/storage-moves.ts';
import type { Activity, ActivityEvent } from '../activity/activity.ts';
import type { NoticeBoard } from '../account/notice-board.ts';
import { storageFailedNotice } from '../account/notices.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import { StoreError, type StoreErrorCode } from '../auth/credential-store.ts';
import { SerialQueue } from '../base/serial-queue.ts';
import { Listeners } from '../base/listeners.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import { reasonAgainst } from '../policy/sign-in-rules.ts';
import { isManaged, type SettingsPlaces } from '../policy/codex-config.ts';
import type { Log } from '../ports.ts';
import type { CommitGuard } from '../store/account-locks.ts';
import { switchStoreSetting } from './store-setting.ts';
import type { EntryPurpose, KeyringEntries } from '../store/keyring-entries.ts';
import type { CredentialPlace, PlaceKind } from '../store/locations/credential-location.ts';
import { inspectPlace, makePrivate } from './location-protection.ts';
import { moveCredential, type MoveStep } from './move.ts';
import type { PlannedStore } from '../store/planned-store.ts';
import { storageReport, type InUse } from './storage-report.ts';
import { keyringPlaces, storePlan, type StoreChoice } from '../store/store-plan.ts';

export type Places = Readonly<Record<PlaceKind, CredentialPlace>>;

export interface StorageView {
  /** Null before the first look. */
  readonly report: StorageReport | null;
  readonly severalEntries: KeyringEntryView[];
  readonly busy: 'inspecting' | 'moving' | 'choosing' | null;
}

export type StorageOutcome =
  | { readonly kind: 'done' }
  /** Nothing to do: it is so already, or there is nothing to do it to. */
  | {
      readonly kind: 'nothing';
      readonly because: 'already' | 'absent';
      readonly message: string;
    }
  | { readonly kind: 'partly'; readonly message: string }
  | { readonly kind: 'fixed'; readonly message: string }
  | { readonly kind: 'failed'; readonly code: StoreErrorCode; readonly message: string };

export interface StorageOwnerParts {
  readonly places: Places;
  readonly choose: () => StoreChoice;
  readonly store: Pick<PlannedStore, 'inUse' | 'findInUse'>;
  readonly settingsPlaces: SettingsPlaces;
  readonly rules: RulesOwner;
  readonly session: AuthSession;
  readonly commit: CommitGuard;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
  readonly allowKeyringPrompt: () => void;
  readonly entries: Pick<KeyringEntries, 'several' | 'remove'>;
  readonly keyringIsAbsent: () => Promise<boolean>;
  readonly onMoveStep?: (step: MoveStep) => void;
}

interface KeyringFindings {
  readonly places: readonly StoragePlace[];
  readonly keptCopies: readonly string[];
  /** They are unknown for any other credential. */
  readonly of: Credential;
}

/**
 * OWNER of where the credential is kept, and of the commands that change it. Once
 * started, it looks at files after each reload of settings or credential; the keyring only when the person asks.
 */
export class StorageOwner {
  readonly #parts: StorageOwnerParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #view: StorageView = { report: null, severalEntries: [], busy: null };
  #inKeyring: KeyringFindings | null = null;

  constructor(parts: StorageOwnerParts) {
    this.#parts = parts;
  }

  /** Shows it all the time from now on: looks at once, and after each change of settings or credential. */
  async start(): Promise<void> {
    const { rules, session } = this.#parts;
    await this.inspect({ withKeyring: false });
    for (const owner of [rules, session]) owner.onChange(() => this.#lookAgain());
  }

  get(): StorageView {
    return this.#view;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The file of the credential, whole or damaged, that others can read. */
  exposedFile(): StoragePlace | null {
    const { report } = this.#view;
    const places = report === null ? [] : [report.active, ...report.copies];
    return places.find((place) => place !== null && isExposed(place)) ?? null;
  }

  inspect({ withKeyring }: { readonly withKeyring: boolean }): Promise<void> {
    return this.#queue.run(async () => {
      if (!withKeyring) return this.#look();
      this.#parts.allowKeyringPrompt();
      await this.#while('inspecting', () => this.#lookEverywhere());
    });
  }

  moveTo(to: 'file' | 'keyring'): Promise<StorageOutcome> {
    return this.#command('moving', { action: 'move-store', detail: to }, async () => {
      const { rules, session, commit, log } = this.#parts;
      await rules.reload();
      await this.#look();
      const refusal = to === 'file' ? this.#refusalOfFile() : this.#refusalOfChange();
      if (refusal !== null) return refusal;
      if (this.#view.report?.source !== null && this.#view.report?.mode === to) {
        return { kind: 'nothing', because: 'already', message: texts.move.already[to]() };
      }
      const { moved, leftOver } = await session.exclusively(
        () => commit(() => this.#move(to), { makeFolder: true }),
        null,
      );
      log.info('store-moved', { to, moved, copyLeft: leftOver !== null });
      return leftOver === null ? { kind: 'done' } : { kind: 'partly', message: leftOver };
    });
  }

  /**
   * Has sign-ins kept in the file from now on where no keyring runs: the setting alone is changed,
   * and what a keyring holds stays there.
   */
  storeInFile(): Promise<StorageOutcome> {
    return this.#command('choosing', { action: 'choose-store', detail: 'file' }, async () => {
      const { rules, session, commit, log } = this.#parts;
      await rules.reload();
      // A keyring may have come back.
      await session.reload();
      await this.#look();
      const refusal = this.#refusalOfFile();
      if (refusal !== null) return refusal;
      if (this.#view.report?.fileSettingIn === null) {
        return { kind: 'nothing', because: 'already', message: texts.choose.notNeeded() };
      }
      await session.exclusively(() => commit(() => this.#chooseFile(), { makeFolder: true }), null);
      log.info('store-chosen', { store: 'file' });
      return { kind: 'done' };
    });
  }

  removeCopy(kind: PlaceKind): Promise<StorageOutcome> {
    return this.#command('inspecting', { action: 'remove-copy', detail: kind }, async () => {
      await this.#parts.rules.reload();
      // It may have come into use meanwhile.
      await this.#parts.session.reload();
      await this.#lookEverywhere();
      const copies = this.#view.report?.copies ?? [];
      if (!copies.some((copy) => copy.kind === kind)) {
        throw new StoreError('unwritable', texts.noCopy());
      }
      const { session, commit, places } = this.#parts;
      const copy = places[kind];
      const seen = await copy.load();
      const removal = await session.exclusively(
        () => commit(() => copy.remove([seen]), { makeFolder: false }),
        null,
      );
      if (removal.kind === 'changed') {
        throw new StoreError('unwritable', texts.changed.lookAgain({ place: copy.location }));
      }
      this.#parts.log.info('store-copy-removed', { kind });
      return { kind: 'done' };
    });
  }

  /** See {@link KeyringEntries.remove}; the other entry is in use again then. */
  removeEntry(id: string): Promise<StorageOutcome> {
    return this.#command('inspecting', { action: 'remove-copy', detail: 'entry' }, async () => {
      const { entries, session, log } = this.#parts;
      await entries.remove(id);
      log.info('keyring-entry-removed');
      await session.reload();
      return { kind: 'done' };
    });
  }

  /** Removes the copies kept of what could not be read; one that fails stops no other. */
  removeKeptCopies(): Promise<StorageOutcome> {
    return this.#command('inspecting', { action: 'remove-copy', detail: 'kept' }, async () => {
      const { commit, log } = this.#parts;
      const kept = await this.#keptCopies({ withKeyring: true });
      const left: StoreError[] = [];
      await commit(
        async () => {
          for (const { place, copy } of kept) {
            await place.removeKeptCopy(copy).catch((error: unknown) => {
              if (!(error instanceof StoreError)) throw error;
              left.push(error);
            });
          }
        },
        { makeFolder: false },
      );
      const [first] = left;
      const count = kept.length - left.length;
      log.info('kept-copies-removed', { count });
      if (first === undefined) return { kind: 'done' };
      const message = left.map((error) => error.message).join(' ');
      if (count > 0) return { kind: 'partly', message };
      return { kind: 'failed', code: first.code, message };
    });
  }

  /** The keyring is asked only where sign-ins are kept in it. What does not answer is left out. */
  async #keptCopies({ withKeyring }: { readonly withKeyring: boolean }) {
    const { file, encryptedFile, keyringItem } = this.#parts.places;
    const choice = this.#parts.choose();
    const isOfItem =
      choice.kind === 'chosen' &&
      storePlan(choice.mode, choice.keyring).order.includes('keyringItem');
    const kept: { readonly place: CredentialPlace; readonly copy: string }[] = [];
    for (const place of [file, encryptedFile, ...(withKeyring && isOfItem ? [keyringItem] : [])]) {
      const copies = await place.keptCopies().catch(noneIfUnanswered);
      kept.push(...copies.map((copy) => ({ place, copy })));
    }
    return kept;
  }

  protect(): Promise<StorageOutcome> {
    return this.#command(null, { action: 'protect-store', detail: 'file' }, async () => {
      const { places, platform } = this.#parts;
      const { location } = places.file;
      if ((await inspectPlace(places.file, platform)).protection === 'userOnly') {
        const message = texts.protect.already({ file: location });
        return { kind: 'nothing', because: 'already', message };
      }
      if (!(await makePrivate(location, platform))) {
        const message = texts.protect.noFile({ file: location });
        return { kind: 'nothing', because: 'absent', message };
      }
      if ((await inspectPlace(places.file, platform)).protection === 'userOnly') {
        return { kind: 'done' };
      }
      throw new StoreError('unwritable', texts.protect.notPossible({ file: location }));
    });
  }

  async #move(to: 'file' | 'keyring') {
    const { places, store, rules, choose, settingsPlaces, onMoveStep } = this.#parts;
    const inKeyring = this.#keyringPlace();
    const inUse = await store.findInUse();
    return moveCredential({
      from: places[inUse ?? 'file'],
      to: to === 'file' ? places.file : inKeyring,
      byHand: texts.setting.orWithoutKeyring({ mode: to, file: settingsPlaces.userConfig }),
      switchSetting: () => switchStoreSetting(settingsPlaces.userConfig, to),
      isChosen: async () => {
        await rules.reload();
        const choice = choose();
        return choice.kind === 'chosen' && choice.mode === to && this.#keyringPlace() === inKeyring;
      },
      ...(onMoveStep && { onStep: onMoveStep }),
    });
  }

  #refusalOfChange(): StorageOutcome | null {
    const fixed = this.#view.report?.fixedBecause ?? null;
    return fixed === null ? null : { kind: 'fixed', message: fixed };
  }

  /** Also where it is in a file already, of which the report says nothing. */
  #refusalOfFile(): StorageOutcome | null {
    const answer = permissionRule('gatehouse.allow_file_storage', this.#parts.rules.get());
    const ofRule = reasonAgainst(answer);
    return this.#refusalOfChange() ?? (ofRule === null ? null : { kind: 'fixed', message: ofRule });
  }

  /** @throws {StoreError} with the setting as it was. */
  async #chooseFile(): Promise<void> {
    const { rules, choose, settingsPlaces } = this.#parts;
    const change = await switchStoreSetting(settingsPlaces.userConfig, 'file');
    await rules.reload();
    const choice = choose();
    if (choice.kind === 'chosen' && choice.mode === 'file') return;
    await change.undo();
    throw new StoreError(
      'unwritable',
      texts.choose.notInForce({ file: settingsPlaces.userConfig }),
    );
  }

  #keyringPlace(): CredentialPlace {
    const { choose, places } = this.#parts;
    const choice = choose();
    const variant = choice.kind === 'chosen' ? choice.keyring : 'item';
    return places[keyringPlaces[variant]];
  }

  /** Runs and records a command; its failure is an outcome and a notice. */
  async #command(
    busy: StorageView['busy'],
    event: Pick<ActivityEvent, 'action' | 'detail'>,
    work: () => Promise<StorageOutcome>,
  ): Promise<StorageOutcome> {
    const { notices, activity, session, allowKeyringPrompt } = this.#parts;
    notices.remove('storage-failed');
    const outcome = await this.#queue.run(() =>
      this.#while(busy, async () => {
        // Once per command: a dismissed prompt does not return with its last look.
        const asksKeyring = busy === 'inspecting' || busy === 'moving';
        if (asksKeyring) allowKeyringPrompt();
        const result = await work().catch(outcomeOf);
        await (asksKeyring ? this.#lookEverywhere() : this.#look());
        return result;
      }),
    );
    if (outcome.kind === 'nothing') return outcome;
    activity.recordForPerson({ ...event, outcome: codeOf(outcome), credential: session.get() });
    if (outcome.kind !== 'done') notices.put(storageFailedNotice(event.action, outcome));
    return outcome;
  }

  #lookAgain(): void {
    void this.inspect({ withKeyring: false }).catch(() =>
      this.#parts.log.error('storage-not-inspected'),
    );
  }

  async #lookEverywhere(): Promise<void> {
    const { places, platform, session } = this.#parts;
    const of = session.get();
    // In turn, so that at most one prompt is open.
    const item = await inspectPlace(places.keyringItem, platform);
    const encryptedFile = await inspectPlace(places.encryptedFile, platform);
    const kept = await this.#keptCopies({ withKeyring: true });
    const inItem = kept.filter(({ place }) => place === places.keyringItem);
    const keptCopies = inItem.map(({ copy }) => copy);
    this.#inKeyring = { places: [item, encryptedFile], keptCopies, of };
    await this.#look();
  }

  async #look(): Promise<void> {
    const { places, platform, choose, rules, session, settingsPlaces } = this.#parts;
    const file = await inspectPlace(places.file, platform);
    const choice = choose();
    const source = choice.kind === 'chosen' ? choice.source : null;
    const credential = session.get();
    const { inUse } = this.#parts.store;
    const found = this.#inKeyring?.of === credential ? this.#inKeyring : null;
    const inKeyring = found?.places ?? null;
    const kept = await this.#keptCopies({ withKeyring: false });
    const report = storageReport({
      choice,
      isManaged: source !== null && isManaged(settingsPlaces, source),
      userConfig: settingsPlaces.userConfig,
      fileRule: permissionRule('gatehouse.allow_file_storage', rules.get()),
      inUse: inUse && inUseOf(credential, places[inUse]),
      places: [file, ...(inKeyring ?? [])],
      keptCopies: [...kept.map(({ copy }) => copy), ...(found?.keptCopies ?? [])],
      keyringAsked: inKeyring !== null,
      keyringAbsent: await this.#parts.keyringIsAbsent(),
    });
    this.#show({ ...this.#view, report, severalEntries: await this.#severalIn(report) });
  }

  /** Asked only where the keyring has just said so. */
  async #severalIn({ active, copies }: StorageReport): Promise<KeyringEntryView[]> {
    const found: KeyringEntryView[] = [];
    for (const place of [active, ...copies]) {
      if (place?.problem?.code !== 'keyring-several-items') continue;
      const entries = await this.#parts.entries
        .several(entryOf[place.kind])
        .catch(noneIfUnanswered);
      for (const { id, label, purpose, createdAt, modifiedAt } of entries) {
        found.push({ id, label, purpose, createdAt, modifiedAt });
      }
    }
    return found;
  }

  async #while<T>(busy: StorageView['busy'], work: () => Promise<T>): Promise<T> {
    this.#show({ ...this.#view, busy });
    try {
      return await work();
    } finally {
      this.#show({ ...this.#view, busy: null });
    }
  }

  #show(view: StorageView): void {
    if (isDeepStrictEqual(view, this.#view)) return;
    this.#view = view;
    this.#listeners.tell();
  }
}

const entryOf: Readonly<Record<PlaceKind, EntryPurpose>> = {
  file: 'signIn',
  keyringItem: 'signIn',
  encryptedFile: 'passphrase',
};

function noneIfUnanswered(error: unknown): readonly never[] {
  if (!(error instanceof StoreError)) throw error;
  return [];
}

function outcomeOf(error: unknown): StorageOutcome {
  if (!(error instanceof StoreError)) throw error;
  return { kind: 'failed', code: error.code, message: error.message };
}

function isExposed({ holds, problem, protection }: StoragePlace): boolean {
  const isFile = holds === 'credential' || problem?.code === 'record-invalid';
  return isFile && protection === 'readableByOthers';
}

function codeOf(outcome: Exclude<StorageOutcome, { kind: 'nothing' }>): string {
  switch (outcome.kind) {
    case 'done':
    case 'partly':
      return outcome.kind;
    case 'fixed':
      return 'refused:managed';
    case 'failed':
      return `failed:${outcome.code}`;
  }
}

function inUseOf(stored: Credential, { kind, location }: CredentialPlace): InUse {
  return {
    kind,
    location,
    problem: stored.kind === 'unusable' ? stored.problem : null,
    lastRefresh: storedRecordOf(stored)?.lastRefresh ?? null,
  };
}
