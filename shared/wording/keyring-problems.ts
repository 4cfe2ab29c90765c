import type { KeyringProblemCode } from '../keyring-problem.ts';
import { keyringProblemTexts as texts } from '../texts/keyring-problems.ts';
import { systemWords } from './system-words.ts';

export interface KeyringAdvice {
  /** What happened, as a sentence. The reason of the service goes in front of its full stop. */
  readonly fact: string;
  /** The one thing that helps, as a sentence. */
  readonly step: string;
}

/** @param platform as Node names it */
export function keyringAdvice(code: KeyringProblemCode, platform: string): KeyringAdvice {
  const { keyring } = systemWords(platform);
  switch (code) {
    case 'keyring-unavailable':
      return { fact: keyring.missing(), step: keyring.start() };
    case 'keyring-no-default-collection':
      return { fact: keyring.noDefault(), step: keyring.chooseDefault() };
    case 'keyring-timed-out':
      return { fact: texts.facts[code](), step: keyring.restartLater() };
    case 'keyring-refused':
      return { fact: texts.facts[code](), step: keyring.allow() };
    case 'keyring-failed':
      return { fact: texts.facts[code](), step: keyring.restart() };
    case 'keyring-locked':
    case 'keyring-prompt-dismissed':
    case 'keyring-prompt-unanswered':
    case 'keyring-several-items':
    case 'keyring-item-unreadable':
      return { fact: texts.facts[code](), step: texts.steps[code]() };
  }
}

/** A sentence with a reason in brackets, in front of its full stop. */
export function withReason(sentence: string, reason: string): string {
  return reason === '' ? sentence : texts.withReason({ fact: sentence.replace(/\.$/, ''), reason });
}
