import type { SettingsFile } from './settings-file.ts';

/** What a person needs to be told only once, by the member of `settings.json` that remembers it. */
type ToldFact = 'told_of_tray';

/** Tells something unless that was done before; again where it could not be remembered. */
export function tellOnce(
  file: Pick<SettingsFile, 'load' | 'save'>,
  fact: ToldFact,
  tell: () => void,
): void {
  if (file.load()[fact] === true) return;
  file.save({ [fact]: true });
  tell();
}
