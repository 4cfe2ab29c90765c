import type { AppState, StorageReport } from '../../shared/app-state.ts';
import { isHiddenByKeyring } from '../../shared/keyring-problem.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import { unusableTexts as texts } from '../../shared/texts/unusable-sign-in.ts';
import type { UnusableCode } from '../../shared/problem-code.ts';

export interface UnusableText {
  readonly title: string;
  /** Null where the problem's own sentences say all. */
  readonly lead: string | null;
  /** Label of the button that reads the store again. */
  readonly again: string;
  /** False where a new sign-in could not be saved either, or no rule allows one. */
  readonly canSignIn: boolean;
}

/** Words for a problem of the stored sign-in. */
export function unusableText(
  code: UnusableCode,
  { store, restrictions }: Pick<AppState, 'store' | 'restrictions'>,
): UnusableText {
  const { mode } = store;
  const usual: UnusableText = {
    title: texts.titles.usual(),
    lead: null,
    again: buttonTexts.reload(),
    canSignIn: true,
  };
  if (isHiddenByKeyring(code)) {
    return {
      // What is wrong with the keyring is the problem's own sentence.
      title: texts.titles.unreadable(),
      lead: nothingDeleted(mode, code === 'keyring-several-items'),
      again: keyringProblemTexts.problems[code].button(),
      canSignIn: mode !== 'keyring',
    };
  }
  switch (code) {
    case 'hidden-by-rule':
      return {
        ...usual,
        title: texts.titles.notAllowed(),
        canSignIn: isAnyAllowed(restrictions),
        lead:
          restrictions.deadlock === null
            ? `${texts.keptNotUsed()} ${otherSignIn(restrictions)}`
            : texts.keptNotUsed(),
      };
    case 'not-judged':
      return {
        ...usual,
        title: texts.titles.notJudged(),
        lead: texts.leftUntilJudged(),
        canSignIn: isAnyAllowed(restrictions),
      };
    case 'keyring-unavailable':
      return {
        title: keyringProblemTexts.problems[code].title(),
        // Nobody knows whether anything is in there.
        lead:
          mode === 'keyring'
            ? texts.staysInKeyring()
            : `${texts.staysInKeyring()} ${texts.orSignIn()}`,
        again: keyringProblemTexts.problems[code].button(),
        canSignIn: mode !== 'keyring',
      };
    case 'store-unknown':
      return {
        ...usual,
        title: texts.titles.storeUnknown(),
        lead: `${texts.nothingDeleted()} ${texts.correctSetting()}`,
        canSignIn: false,
      };
    case 'store-not-visible':
      return {
        ...usual,
        title: texts.titles.inMemory(),
        lead: texts.inMemory(),
      };
    case 'mode-unsupported':
      return {
        ...usual,
        title: texts.titles.anotherKind(),
        lead: texts.newerKind(),
      };
    case 'store-unreadable':
      return {
        ...usual,
        lead: texts.unchanged(),
      };
    case 'record-invalid':
    case 'tokens-missing':
    case 'api-key-missing':
      return usual;
  }
}

/** Whether a file can take the place of a keyring that is not there. */
export type FileInstead =
  /** It helps nothing, or is not known yet. */
  | { readonly kind: 'none' }
  /** `text` says what becomes of the sign-in. */
  | { readonly kind: 'possible'; readonly text: string }
  | { readonly kind: 'ruledOut'; readonly reason: string };

/** What a person can do who has no keyring, beside starting one. */
export function fileInstead(code: UnusableCode, { store }: Pick<AppState, 'store'>): FileInstead {
  const { report } = store;
  if (code !== 'keyring-unavailable' || report === null) return { kind: 'none' };
  if (report.fileSettingIn !== null) {
    return { kind: 'possible', text: textOfFileInstead(report) };
  }
  const reason = report.fixedBecause ?? report.noFileBecause;
  return reason === null ? { kind: 'none' } : { kind: 'ruledOut', reason };
}

function textOfFileInstead({ active, copies }: StorageReport): string {
  const { earlier, encryptedFile, keyringItem } = texts.storeInFile.text;
  const file = copies.find(({ kind, holds }) => kind === 'file' && holds === 'credential');
  if (file !== undefined) return earlier({ file: file.location });
  return active?.kind === 'encryptedFile' ? encryptedFile() : keyringItem();
}

function otherSignIn(restrictions: AppState['restrictions']): string {
  return isAnyAllowed(restrictions) ? texts.signInAllowed() : texts.noWayToSignIn();
}

function isAnyAllowed({ methods }: AppState['restrictions']): boolean {
  return Object.values(methods).some(({ kind }) => kind === 'allowed');
}

/** In the keyring alone a new sign-in could not be saved; "auto" has the file besides. */
function nothingDeleted(mode: AppState['store']['mode'], isToChoose: boolean): string {
  if (mode === 'keyring' && !isToChoose) return texts.nothingDeleted();
  const orSignIn = isToChoose ? texts.keepOneEntryOrSignIn() : texts.orSignIn();
  return `${texts.nothingDeleted()} ${mode === 'keyring' ? texts.keepOneEntry() : orSignIn}`;
}
