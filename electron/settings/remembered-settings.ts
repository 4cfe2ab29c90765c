import {
  settingNames,
  isRemembered,
  settingRow,
  settings,
  stateOfValue,
  valueSchemaOf,
  type RememberedName,
  type SettingState,
} from '../../shared/settings.ts';
import { rememberedTexts } from '../../shared/texts/remembered-settings.ts';
import { Listeners } from '../base/listeners.ts';
import type { Setting } from '../policy/config-document.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { SettingsFile } from './settings-file.ts';

export interface RememberedSettingsParts {
  readonly file: SettingsFile;
  readonly rules: Pick<RulesOwner, 'get' | 'onChange'>;
}

/** What the page says of a choice that holds until Gatehouse ends. */
export function notRemembered(text: string) {
  return { title: rememberedTexts.notRemembered(), text };
}

/** OWNER of the settings that a file remembers: what the person chose, unless a rule decides. */
export class RememberedSettings {
  readonly #parts: RememberedSettingsParts;
  readonly #listeners = new Listeners();
  readonly #chosen = new Map<RememberedName, boolean | string>();
  readonly #failures = new Map<RememberedName, string>();

  constructor(parts: RememberedSettingsParts) {
    this.#parts = parts;
    const members = parts.file.load();
    for (const name of settingNames.filter(isRemembered)) {
      // A value of another version is left in the file until the person chooses another one.
      const { data } = valueSchemaOf(name).safeParse(members[settings[name].key]);
      if (data !== undefined) this.#chosen.set(name, data);
    }
    parts.rules.onChange(() => this.#listeners.tell());
  }

  /** What holds one of them, for the window. */
  ownerOf(name: RememberedName) {
    return {
      get: (): SettingState => this.#stateOf(name),
      onChange: (listener: () => void) => this.#listeners.add(listener),
      wish: (value: boolean | string): Promise<void> => {
        this.#choose(name, value);
        return Promise.resolve();
      },
    };
  }

  #stateOf(name: RememberedName): SettingState {
    const rule = this.#rule(name);
    const failure = this.#failures.get(name) ?? null;
    return {
      kind: 'known',
      state: stateOfValue(this.#valueOf(name, rule)),
      lock: rule.kind === 'unset' ? null : rule,
      problem: failure === null ? null : notRemembered(failure),
    };
  }

  #valueOf(name: RememberedName, rule: Setting<boolean | string>): boolean | string {
    const row = settingRow(name);
    if (rule.kind === 'set') return rule.value;
    const chosen = this.#chosen.get(name) ?? row.default;
    return rule.kind === 'unknown' ? (row.whileUnknown ?? chosen) : chosen;
  }

  #rule(name: RememberedName): Setting<boolean | string> {
    return this.#parts.rules.get().gatehouse[`gatehouse.${settings[name].key}`];
  }

  #choose(name: RememberedName, value: boolean | string): void {
    this.#chosen.set(name, value);
    const failure = this.#parts.file.save({ [settings[name].key]: value });
    if (failure === null) this.#failures.delete(name);
    else this.#failures.set(name, failure);
    this.#listeners.tell();
  }
}
