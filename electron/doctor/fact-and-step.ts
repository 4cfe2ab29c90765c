import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { accountListTexts } from '../../shared/texts/account-list.ts';
import { environmentRuleTexts } from '../../shared/texts/environment-rules.ts';
import { loginRuleTexts } from '../../shared/texts/login-rules.ts';
import { storedCredentialTexts } from '../../shared/texts/stored-credential.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { nextStep } from '../../shared/texts/next-steps.ts';
import { keyringAdvice } from '../../shared/wording/keyring-problems.ts';

/** A message in two, for a check, which tells each at its place. */
export interface FactAndStep {
  readonly fact: string;
  /** Null where the message has none. */
  readonly step: string | null;
}

/**
 * Takes the step off the end of a message, where it is one that messages end with.
 * @param variable that it may say to unset
 */
export function factAndStep(message: string, variable: string | null = null): FactAndStep {
  const unset = variable === null ? [] : [environmentRuleTexts.unset({ variable })];
  const step = [...unset, ...stepsAtEnd()].find((one) => message.endsWith(` ${one}`));
  return step === undefined
    ? { fact: message, step: null }
    : { fact: message.slice(0, -step.length - 1), step };
}

function stepsAtEnd(): readonly string[] {
  const { journal, lock, plainFile } = storeTexts;
  const said = [
    ...[storedCredentialTexts.steps, journal.steps, lock.steps, plainFile.steps].flatMap((steps) =>
      Object.values(steps).map((say) => say()),
    ),
    ...keyringProblemCodes.map((code) => keyringAdvice(code, process.platform).step),
    accountListTexts.key.bringBack(),
    accountListTexts.update(),
    loginRuleTexts.stored.useBedrock(),
    loginRuleTexts.stored.setStore(),
    loginRuleTexts.owner.askNow(),
    nextStep('refresh'),
  ];
  // One may end with another.
  return said.toSorted((left, right) => right.length - left.length);
}
