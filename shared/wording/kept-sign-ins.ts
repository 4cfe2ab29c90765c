import { keptReasonSchema, type KeptSignIn } from '../kept-sign-ins.ts';
import { keptSignInTexts as texts } from '../texts/kept-sign-in-facts.ts';
import { signInKindTexts } from '../texts/sign-in-kinds.ts';

/** Why it is kept, as a sentence; null for a code that is not known. */
export function keptReasonText(code: string): string | null {
  const reason = keptReasonSchema.safeParse(code);
  return reason.success ? texts.reasons[reason.data]() : null;
}

/** Whose it is, as far as that is known. */
export function keptTitle(kept: KeptSignIn): string {
  switch (kept.kind) {
    case 'usable':
      return kept.email ?? signInKindTexts.names[kept.method]();
    case 'locked':
    case 'newer':
    case 'unreadable':
      return texts.titles[kept.kind]();
  }
}

/** What else is known of it, a sentence each. `format` takes milliseconds since the epoch. */
export function keptFacts(kept: KeptSignIn, format: (time: number) => string): readonly string[] {
  switch (kept.kind) {
    case 'newer':
      return [texts.newer()];
    case 'unreadable':
      return [kept.message, texts.unreadable()];
    case 'locked':
    case 'usable': {
      const end = endText(kept, format);
      const locked = kept.kind === 'locked' ? [texts.locked()] : [];
      const since = texts.since({ time: format(kept.keptAt) });
      const sentences = [since, texts.reasons[kept.reason](), ...locked];
      return end === null ? sentences : [...sentences, end];
    }
  }
}

interface End<T> {
  readonly isSuccessor: boolean;
  readonly endsAt: T | null;
}

/** When Codex stops working without it; null where it works on without it. */
function endText<T>({ isSuccessor, endsAt }: End<T>, format: (time: T) => string): string | null {
  if (!isSuccessor) return null;
  return endsAt === null ? texts.endsWithToken() : texts.ends({ time: format(endsAt) });
}

/** One line for all of them; null where there are none. */
export function keptSummary<T>(
  kept: readonly ({ readonly id: string } & Partial<End<T>>)[],
  format: (time: T) => string,
): string | null {
  if (kept.length === 0) return null;
  const count = texts.count({ count: kept.length });
  const end = kept
    .map(({ isSuccessor = false, endsAt = null }) => endText({ isSuccessor, endsAt }, format))
    .find((text) => text !== null);
  return end === undefined ? count : `${count} ${end}`;
}

export function keptRemovalText(kept: KeptSignIn): string {
  if (kept.kind === 'unreadable') return texts.removalUnreadable();
  return kept.kind === 'usable' && kept.method !== 'chatgpt' && kept.method !== 'other'
    ? signInKindTexts.removals[kept.method]()
    : texts.removal({ name: keptTitle(kept) });
}
