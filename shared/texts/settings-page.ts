import { defineTexts } from './define-texts.ts';

/** Why a person cannot change a setting. `whose` is the name of an organisation, or `yours`. */
export const settingLockTexts = defineTexts({
  yours: 'your organisation',
  alwaysOn: 'Set by {whose} ({source}): always on.',
  alwaysOff: 'Set by {whose} ({source}): always off.',
  alwaysValue: 'Set by {whose} ({source}): always “{value}”.',
  unknown: 'The rule of {whose} is not known: {source} cannot be used ({message}).',
});
