import { permissionNames, type Permission } from '../../shared/permissions.ts';
import type { RequestChannel } from '../../shared/ipc-channels.ts';
import type { RequestInput } from '../../shared/ipc-contract.ts';
import { permissionRule, type Ruled } from '../policy/gatehouse-rules.ts';
import { requireRule } from '../sign-in/rule-check.ts';

type Requests = { readonly [C in RequestChannel]?: (input: RequestInput<C>) => boolean };

const always = () => true;

/** The requests that need each permission; null where what does the work asks for it by itself. */
const requestsNeeding: Readonly<Record<Permission, Requests | null>> = {
  // `StorageOwner`, which reads the rules again first.
  'gatehouse.allow_file_storage': null,
  'gatehouse.allow_sign_out_everywhere': { 'account.signOut': ({ everywhere }) => everywhere },
  // `gatehouse token`.
  'gatehouse.allow_credential_helper': null,
  'gatehouse.allow_export': {
    'activity.export': always,
    'policy.copy': always,
    'policy.export': always,
    'doctor.copy': always,
    'doctor.export': always,
  },
};

/** Of a parsed input. @throws {AppFailure} as {@link requireRule}. */
export function requirePermissions(channel: RequestChannel, input: unknown, settings: Ruled): void {
  for (const name of permissionNames) {
    const isNeeded = requestsNeeding[name]?.[channel] as ((input: unknown) => boolean) | undefined;
    if (isNeeded?.(input)) requireRule(permissionRule(name, settings));
  }
}
