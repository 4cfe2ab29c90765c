import type { Delay } from '../ports.ts';
import { halfWrittenWaitsMs, settledRead } from '../settled-read.ts';
import type { Settings } from './settings.ts';

/** Settings that are read again where they stop being understood: a file may be half-written. */
export function patientSettings(
  read: () => Promise<Settings>,
  delay: Delay,
): () => Promise<Settings> {
  let wereUnknown = false;
  return async () => {
    const waitsMs = (found: Settings): readonly number[] =>
      isUnknown(found) && !wereUnknown ? halfWrittenWaitsMs : [];
    const settings = await settledRead({ read, waitsMs, delay });
    wereUnknown = isUnknown(settings);
    return settings;
  };
}

function isUnknown({ rules, storeMode, encryptedStore }: Settings): boolean {
  return [rules, storeMode, encryptedStore].some(({ kind }) => kind === 'unknown');
}
