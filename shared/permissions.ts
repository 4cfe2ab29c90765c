/**
 * What a person may do unless a rule of the `[gatehouse]` table says no, by the key of the rule, and
 * how a refusal begins. Each is a row of `policyKeys`, too, or this does not compile.
 */
export const permissions = {
  'gatehouse.allow_file_storage': 'Keeping the sign-in in a file is not allowed',
  'gatehouse.allow_sign_out_everywhere': 'Signing out everywhere is not allowed',
  'gatehouse.allow_credential_helper': 'Giving tokens to other programs is not allowed',
  'gatehouse.allow_saved_accounts': 'Saving several accounts is not allowed',
  'gatehouse.allow_export': 'Exporting is not allowed',
} as const;
export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as readonly Permission[];

export function eachPermission<T>(valueOf: (name: Permission) => T): Record<Permission, T> {
  const entries = permissionNames.map((name) => [name, valueOf(name)]);
  return Object.fromEntries(entries) as Record<Permission, T>;
}
