import { readDotenv, readConfigFile } from '../adapters/config-file.ts';
import { readSettings, settingsPlaces } from '../policy/codex-config.ts';
import { PlainFile } from '../store/locations/plain-file.ts';
import { KeyringItemLocation } from '../store/locations/keyring-item.ts';
import { moveCredential } from '../storage/move.ts';
import { chooseStore } from '../store/store-plan.ts';
import { switchStoreSetting } from '../storage/store-setting.ts';
import { folderKeyring } from './folder-keyring.ts';

/**
 * A program that moves the credential and is killed by the system right after one
 * step: `node killed-move.mjs HOME KEYRING-FOLDER TO STEP`.
 */
const [codexHome = '', keyringFolder = '', to, lastStep] = process.argv.slice(2);
const file = new PlainFile(codexHome, Date.now);
const item = new KeyringItemLocation(folderKeyring(keyringFolder), codexHome, Date.now);
const places = settingsPlaces('linux', codexHome, {});
const destination = to === 'file' ? 'file' : 'keyring';

await moveCredential({
  from: destination === 'file' ? item : file,
  to: destination === 'file' ? file : item,
  byHand: 'Put the setting into its file.',
  switchSetting: () => switchStoreSetting(places.userConfig, destination),
  isChosen: async () => {
    const choice = chooseStore(await readSettings(places, readConfigFile, readDotenv), 'linux');
    return choice.kind === 'chosen' && choice.mode === destination;
  },
  onStep: (step) => {
    if (step === lastStep) process.kill(process.pid, 'SIGKILL');
  },
});
