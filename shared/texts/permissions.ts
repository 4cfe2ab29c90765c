import { defineTexts } from './define-texts.ts';

/** How what a rule forbids is refused, by the key of the rule. `source` is the place that sets it. */
export const refusalTexts = defineTexts({
  'gatehouse.allow_file_storage':
    'Keeping the sign-in in a file is not allowed on this device (set in {source}).',
  'gatehouse.allow_sign_out_everywhere':
    'Signing out everywhere is not allowed on this device (set in {source}).',
  'gatehouse.allow_credential_helper':
    'Giving tokens to other programs is not allowed on this device (set in {source}).',
  'gatehouse.allow_saved_accounts':
    'Saving several accounts is not allowed on this device (set in {source}).',
  'gatehouse.allow_usage_limits':
    'Reading usage limits is not allowed on this device (set in {source}).',
  'gatehouse.allow_export': 'Exporting is not allowed on this device (set in {source}).',
});
