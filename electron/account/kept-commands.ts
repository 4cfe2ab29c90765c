import type { KeptSignIn } from '../../shared/kept-sign-ins.ts';
import { keptTitle } from '../../shared/wording/kept-sign-ins.ts';
import { accountOutcomeTexts as texts } from '../../shared/texts/account-outcomes.ts';
import type { Activity } from '../activity/activity.ts';
import type { AuthRecord } from '../auth/auth-record.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import { resolveCredential, type Credential } from '../auth/credential.ts';
import { isRefreshable, storedRecordOf } from '../auth/credential-facts.ts';
import { StoreError, type StoreErrorCode, type StoredSource } from '../auth/credential-store.ts';
import { readExpiry } from '../auth/id-token-claims.ts';
import { planLabel } from '../auth/plan.ts';
import { compareOwners, ownerOf } from '../auth/token-owner.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { KeptEntry, KeptSignIns } from '../store/kept-sign-ins.ts';
import type { NoticeBoard } from './notice-board.ts';
import { keptFailedNotice, keptRemovedNotice } from './notices.ts';
import { revokedText, revokeRecord } from './revoke-record.ts';
import { useRefusal, type UseVerdictParts } from './use-verdict.ts';

export type KeptOutcome =
  | { readonly kind: 'done'; readonly message: string }
  | { readonly kind: 'failed'; readonly code: KeptFailureCode; readonly message: string };

export type KeptFailureCode =
  | 'not-found'
  /** Of a newer version, damaged, or of a kind that cannot be put into use. */
  | 'not-usable'
  | 'forbidden-by-rule'
  | 'rules-unknown'
  | StoreErrorCode;

export interface KeptCommandsParts extends UseVerdictParts {
  readonly kept: KeptSignIns;
  readonly session: AuthSession;
  readonly rules: RulesOwner;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly allowKeyringPrompt: () => void;
}

export class KeptCommands {
  readonly #parts: KeptCommandsParts;

  constructor(parts: KeptCommandsParts) {
    this.#parts = parts;
  }

  /** As last looked at, with what the stored sign-in says of them. */
  list(): readonly KeptSignIn[] {
    const { kept, session } = this.#parts;
    return kept.get().map((entry) => {
      const tokens = storedRecordOf(session.get())?.tokens ?? null;
      const isSuccessor = tokens !== null && kept.isSuccessor(entry, tokens.refreshToken);
      const endsAt = isSuccessor ? readExpiry(tokens.accessToken) : null;
      return keptSignInOf(entry, { isSuccessor, endsAt });
    });
  }

  async look(): Promise<void> {
    this.#parts.allowKeyringPrompt();
    await this.#parts.kept.reload();
  }

  /** Where the rules allow it. The kept one goes once it was read back from its new place. */
  use(id: string): Promise<KeptOutcome> {
    return this.#command(id, 'use-kept', async (entry) => {
      if (entry.kind !== 'usable') return refusalOf(entry);
      const { session, kept } = this.#parts;
      const credential = credentialOf(entry.record, entry.store);
      const refusal = await useRefusal(this.#parts, credential);
      if (refusal !== null) return failed(refusal.code, refusal.message);
      const replaced = await session.useKept(entry.record);
      await kept.forget(entry.id);
      const title = titleOf(entry);
      const message =
        replaced.kept.length === 0 ? texts.inUse({ title }) : texts.inUseInExchange({ title });
      return { kind: 'done', message };
    });
  }

  /**
   * Removes a kept sign-in, revoked first where that can end nothing else. One that cannot be read
   * goes as it is; what a locked keyring or a newer version could still open stays.
   */
  remove(id: string): Promise<KeptOutcome> {
    return this.#command(id, 'remove-kept', async (entry) => {
      if (entry.kind !== 'usable' && entry.kind !== 'unreadable') return refusalOf(entry);
      const revocation =
        entry.kind === 'usable' ? await this.#revoke(entry) : texts.notRevoked.unopened();
      await this.#parts.kept.forget(entry.id);
      return {
        kind: 'done',
        message: `${texts.removed({ title: titleOf(entry) })} ${revocation}`.trim(),
      };
    });
  }

  async #command(
    id: string,
    action: 'use-kept' | 'remove-kept',
    work: (entry: KeptEntry) => Promise<KeptOutcome>,
  ): Promise<KeptOutcome> {
    const { kept, rules, notices, activity, session, allowKeyringPrompt } = this.#parts;
    notices.remove('kept-failed', 'kept-removed');
    allowKeyringPrompt();
    await Promise.all([rules.reload(), session.reload(), kept.reload()]);
    const entry = find(kept.get(), id);
    if (entry === null) return this.#told(failed('not-found', texts.noSuchKept()));
    const outcome = await work(entry).catch((error: unknown): KeptOutcome => {
      if (!(error instanceof StoreError)) throw error;
      return failed(error.code, error.message);
    });
    const ended = outcome.kind === 'done' ? 'done' : codeOf(outcome.code);
    if (entry.kind === 'usable') {
      const credential = credentialOf(entry.record, entry.store);
      activity.recordForPerson({ action, outcome: ended, credential, detail: entry.reason });
    } else if (outcome.kind === 'done') {
      activity.recordForPerson({ action, outcome: ended, whose: null });
    }
    if (outcome.kind === 'done' && action === 'remove-kept') {
      notices.put(keptRemovedNotice(outcome.message));
    }
    return this.#told(outcome);
  }

  #told(outcome: KeptOutcome): KeptOutcome {
    if (outcome.kind === 'failed') this.#parts.notices.put(keptFailedNotice(outcome.message));
    return outcome;
  }

  /** Resolves to what became of it at the issuer, in words. */
  async #revoke({ record, store }: Extract<KeptEntry, { kind: 'usable' }>): Promise<string> {
    const { session, rules } = this.#parts;
    const credential = credentialOf(record, store);
    if (credential.kind === 'apiKey') {
      return texts.keyStaysValid();
    }
    if (!isRefreshable(credential)) return '';
    const { tokens } = credential;
    const inUse = storedRecordOf(session.get())?.tokens ?? null;
    if (inUse !== null && compareOwners(ownerOf(inUse), ownerOf(tokens)) !== 'different') {
      return texts.notRevoked.sharedWithUse();
    }
    const rule = permissionRule('gatehouse.allow_sign_out_everywhere', rules.get());
    if (rule.kind !== 'allowed') return `${texts.notRevoked.before()} ${rule.reason}`;
    return revokedText(await revokeRecord(this.#parts, record));
  }
}

function keptSignInOf(
  entry: KeptEntry,
  stored: { readonly isSuccessor: boolean; readonly endsAt: number | null },
): KeptSignIn {
  switch (entry.kind) {
    case 'newer':
      return { kind: 'newer', id: entry.id };
    case 'unreadable':
      return { kind: 'unreadable', id: entry.id, message: entry.message };
    case 'locked': {
      const { kind, id, keptAt, reason } = entry;
      return { kind, id, keptAt, reason, ...stored };
    }
    case 'usable': {
      const { id, keptAt, reason, record, store } = entry;
      const credential = credentialOf(record, store);
      const claims = credential.kind === 'chatgpt' ? credential.tokens.claims : null;
      return {
        kind: 'usable',
        id,
        keptAt,
        reason,
        method:
          credential.kind === 'signedOut' || credential.kind === 'unusable'
            ? 'other'
            : credential.kind,
        email: claims?.email ?? null,
        planLabel: planLabel(claims?.planRaw ?? null),
        workspaceId: claims?.workspaceId ?? null,
        ...stored,
      };
    }
  }
}

function find(entries: readonly KeptEntry[], id: string): KeptEntry | null {
  const exact = entries.find((entry) => entry.id === id);
  const [only, ...others] = entries.filter((entry) => entry.id.endsWith(`-${id}`));
  return exact ?? (others.length === 0 ? (only ?? null) : null);
}

function refusalOf(
  entry: Exclude<KeptEntry, { kind: 'usable' }>,
): Extract<KeptOutcome, { kind: 'failed' }> {
  if (entry.kind === 'locked') {
    return failed('keyring-locked', texts.keyInKeyring());
  }
  if (entry.kind === 'newer') {
    return failed('not-usable', texts.keptByNewer());
  }
  return failed('not-usable', `${texts.left()} ${entry.message}`);
}

function credentialOf(record: AuthRecord, source: StoredSource): Credential {
  const stored = { kind: 'present', record, source } as const;
  return resolveCredential({ stored, location: texts.theKept() });
}

function titleOf(entry: KeptEntry): string {
  return keptTitle(keptSignInOf(entry, { isSuccessor: false, endsAt: null }));
}

function failed(code: KeptFailureCode, message: string): Extract<KeptOutcome, { kind: 'failed' }> {
  return { kind: 'failed', code, message };
}

function codeOf(code: KeptFailureCode): string {
  const isRule = code === 'forbidden-by-rule' || code === 'rules-unknown';
  return isRule ? `refused:${code}` : `failed:${code}`;
}
