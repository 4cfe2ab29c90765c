import type { RequestChannel } from './ipc-channels.ts';

type Requests = {
  readonly [C in RequestChannel]?: Readonly<Record<string, string | number | boolean>>;
};

interface PermissionRow {
  /** The requests that need it: with these members of their input, or with any. */
  readonly requests: Requests;
}

const any = {};

/**
 * What a person may do unless a rule of the `[gatehouse]` table says no, by the key of the rule.
 * Each is a row of `policyKeys`, too, and has its refusal in `shared/texts/permissions.ts`, or this
 * does not compile.
 */
export const permissions = {
  'gatehouse.allow_file_storage': {
    requests: {},
  },
  'gatehouse.allow_sign_out_everywhere': {
    requests: { 'account.signOut': { everywhere: true }, 'accounts.signOut': any },
  },
  'gatehouse.allow_credential_helper': {
    requests: {},
  },
  'gatehouse.allow_saved_accounts': {
    requests: {
      'accounts.use': any,
      'accounts.rename': any,
      'accounts.plainFiles': any,
      'accounts.newKey': any,
    },
  },
  'gatehouse.allow_usage_limits': {
    requests: { 'usage.look': any },
  },
  'gatehouse.allow_export': {
    requests: {
      'activity.export': any,
      'policy.copy': any,
      'policy.export': any,
      'doctor.copy': any,
      'doctor.export': any,
    },
  },
} as const satisfies Readonly<Record<string, PermissionRow>>;
export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as readonly Permission[];

export function eachPermission<T>(valueOf: (name: Permission) => T): Record<Permission, T> {
  const entries = permissionNames.map((name) => [name, valueOf(name)]);
  return Object.fromEntries(entries) as Record<Permission, T>;
}

/** What a request with this input needs. */
export function permissionsFor(channel: RequestChannel, input: unknown): readonly Permission[] {
  const given = Object(input) as Readonly<Record<string, unknown>>;
  return permissionNames.filter((name) => {
    const { requests }: PermissionRow = permissions[name];
    const members = requests[channel];
    return (
      members !== undefined && Object.entries(members).every(([key, value]) => given[key] === value)
    );
  });
}
