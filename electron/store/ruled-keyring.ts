import { permissionRule } from '../policy/gatehouse-rules.ts';
import { isManaged, type CodexConfig, type SettingsPlaces } from '../policy/codex-config.ts';
import type { Setting } from '../policy/config-document.ts';
import { AskingKeyring } from './asking-keyring.ts';
import {
  KeyringError,
  type Keyring,
  type KeyringAlternatives,
  type KeyringAsking,
} from './keyring.ts';

/** A keyring whose refusals say what the rules of the moment leave to do without it. */
export class RuledKeyring extends AskingKeyring {
  readonly #alternatives: () => KeyringAlternatives;

  constructor(keyring: Keyring, alternatives: () => KeyringAlternatives) {
    super(keyring);
    this.#alternatives = alternatives;
  }

  protected async ask<T>(
    question: (asking: KeyringAsking) => Promise<T>,
    asking: KeyringAsking,
  ): Promise<T> {
    try {
      return await question(asking);
    } catch (error) {
      if (!(error instanceof KeyringError)) throw error;
      throw new KeyringError(error.code, error.message, {
        items: error.items,
        alternatives: this.#alternatives(),
      });
    }
  }
}

/** What a person can set: not what an administrator has set or a rule forbids. */
export function keyringAlternatives(
  settings: Pick<CodexConfig, 'storeMode' | 'encryptedStore' | 'gatehouse'>,
  places: SettingsPlaces,
): KeyringAlternatives {
  const isFree = (setting: Setting<unknown>): boolean =>
    setting.kind === 'unset' || (setting.kind === 'set' && !isManaged(places, setting.source));
  return {
    file:
      isFree(settings.storeMode) &&
      permissionRule('gatehouse.allow_file_storage', settings).kind === 'allowed',
    encryptedFile: isFree(settings.encryptedStore),
  };
}
