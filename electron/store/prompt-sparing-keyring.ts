import { AskingKeyring } from './asking-keyring.ts';
import { KeyringError, type KeyringErrorCode } from './keyring.ts';

/** What a prompt has led to, or would be shown for. */
const promptCodes: readonly KeyringErrorCode[] = [
  'locked',
  'prompt-dismissed',
  'prompt-unanswered',
];

/**
 * A keyring that is not asked again once it was locked, until the person says
 * so: each question to a locked keyring shows a prompt, and a program that looks
 * at it on every focus would show one after the other.
 */
export class PromptSparingKeyring extends AskingKeyring {
  #refusal: KeyringError | null = null;

  /** The person asked for something that needs the keyring: it may prompt again. */
  allowPrompt(): void {
    this.#refusal = null;
  }

  protected async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.#refusal !== null) throw this.#refusal;
    try {
      return await question();
    } catch (error) {
      if (error instanceof KeyringError && promptCodes.includes(error.code)) this.#refusal = error;
      throw error;
    }
  }
}
