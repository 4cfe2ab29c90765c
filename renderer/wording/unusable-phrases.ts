import type { AppState } from '../../shared/app-state.ts';
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
  /** False where a new sign-in could not be saved either. */
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
        lead: `${texts.keptNotUsed()} ${otherSignIn(restrictions)}`,
      };
    case 'not-judged':
      return {
        ...usual,
        title: texts.titles.notJudged(),
        lead: texts.leftUntilJudged(),
      };
    case 'keyring-unavailable':
      return {
        title: texts.titles.keyringSilent(),
        lead: nothingDeleted(mode, false),
        again: buttonTexts.tryAgain(),
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

function otherSignIn({ methods }: AppState['restrictions']): string {
  return Object.values(methods).some(({ kind }) => kind === 'allowed')
    ? texts.signInAllowed()
    : texts.noWayToSignIn();
}

/** In the keyring alone a new sign-in could not be saved; "auto" has the file besides. */
function nothingDeleted(mode: AppState['store']['mode'], isToChoose: boolean): string {
  if (mode === 'keyring' && !isToChoose) return texts.nothingDeleted();
  const orSignIn = isToChoose ? texts.keepOneEntryOrSignIn() : texts.orSignIn();
  return `${texts.nothingDeleted()} ${mode === 'keyring' ? texts.keepOneEntry() : orSignIn}`;
}
