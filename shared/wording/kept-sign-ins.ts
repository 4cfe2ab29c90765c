import { keptReasonSchema, type KeptReason, type KeptSignIn } from '../kept-sign-ins.ts';
import { removalTexts, signInNames } from './sign-in-kinds.ts';

const reasons: Readonly<Record<KeptReason, string>> = {
  'another-account': 'A refresh was answered with the tokens of another account.',
  'account-replaced': 'Another program signed in to another account during a refresh.',
  'signed-out': 'Another program signed out during a refresh.',
  'newer-tokens': 'Another program saved newer tokens of the account during a refresh.',
  'record-damaged': 'The stored sign-in could not be read any more when new tokens came.',
  'unsaved-tokens': 'These tokens were not saved yet when you signed in again.',
  'sign-in-replaced': 'A new sign-in took its place.',
  'kept-one-used': 'Another kept sign-in took its place.',
  'sign-in-unsaved': 'This new sign-in could not be saved.',
};

/** Why it is kept, as a sentence; null for a code that is not known. */
export function keptReasonText(code: string): string | null {
  const reason = keptReasonSchema.safeParse(code);
  return reason.success ? reasons[reason.data] : null;
}

/** Whose it is, as far as that is known. */
export function keptTitle(kept: KeptSignIn): string {
  switch (kept.kind) {
    case 'usable':
      return kept.email ?? signInNames[kept.method];
    case 'locked':
      return 'Sign-in in the keyring';
    case 'newer':
      return 'Sign-in from a newer Gatehouse';
    case 'unreadable':
      return 'Sign-in that cannot be read';
  }
}

/** What else is known of it, a sentence each. `format` takes milliseconds since the epoch. */
export function keptFacts(kept: KeptSignIn, format: (time: number) => string): readonly string[] {
  switch (kept.kind) {
    case 'newer':
      return ['A newer version of Gatehouse kept it. Update Gatehouse to use it.'];
    case 'unreadable':
      return [kept.message];
    case 'locked':
    case 'usable': {
      const end = endText(kept, format);
      const locked = kept.kind === 'locked' ? ['Unlock the keyring to see whose it is.'] : [];
      const sentences = [`Kept since ${format(kept.keptAt)}.`, reasons[kept.reason], ...locked];
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
  return endsAt === null
    ? 'Codex stops working when its present token ends, unless you decide.'
    : `Codex stops working on ${format(endsAt)} unless you decide.`;
}

/** One line for all of them; null where there are none. */
export function keptSummary<T>(
  kept: readonly ({ readonly id: string } & Partial<End<T>>)[],
  format: (time: T) => string,
): string | null {
  if (kept.length === 0) return null;
  const count = kept.length === 1 ? '1 sign-in is kept.' : `${kept.length} sign-ins are kept.`;
  const end = kept
    .map(({ isSuccessor = false, endsAt = null }) => endText({ isSuccessor, endsAt }, format))
    .find((text) => text !== null);
  return end === undefined ? count : `${count} ${end}`;
}

export function keptRemovalText(kept: KeptSignIn): string {
  return kept.kind === 'usable' && kept.method !== 'chatgpt' && kept.method !== 'other'
    ? removalTexts[kept.method]
    : `${keptTitle(kept)} is deleted from this device and cannot be brought back. You would have to sign in again.`;
}
