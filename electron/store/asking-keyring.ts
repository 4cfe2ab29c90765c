import type { FoundItem, Keyring, KeyringAsking, KeyringItem, KeyringState } from './keyring.ts';

export type QuestionKind = 'reading' | 'changing';

/** A keyring in front of another one that decides how each question is put to it. */
export abstract class AskingKeyring implements Keyring {
  protected readonly keyring: Keyring;

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  protected abstract ask<T>(
    question: (asking: KeyringAsking) => Promise<T>,
    asking: KeyringAsking,
    kind: QuestionKind,
  ): Promise<T>;

  get(item: KeyringItem, asking: KeyringAsking = {}): Promise<string | null> {
    return this.ask((how) => this.keyring.get(item, how), asking, 'reading');
  }

  set(item: KeyringItem, value: string, asking: KeyringAsking = {}): Promise<void> {
    return this.ask((how) => this.keyring.set(item, value, how), asking, 'changing');
  }

  delete(item: KeyringItem, asking: KeyringAsking = {}): Promise<boolean> {
    return this.ask((how) => this.keyring.delete(item, how), asking, 'changing');
  }

  list(item: KeyringItem, asking: KeyringAsking = {}): Promise<readonly FoundItem[]> {
    return this.ask((how) => this.keyring.list(item, how), asking, 'reading');
  }

  removeOne(item: KeyringItem, id: string, asking: KeyringAsking = {}): Promise<boolean> {
    return this.ask((how) => this.keyring.removeOne(item, id, how), asking, 'changing');
  }

  isSurelyAbsent(): Promise<boolean> {
    return this.keyring.isSurelyAbsent();
  }

  state(): Promise<KeyringState> {
    return this.keyring.state();
  }
}
