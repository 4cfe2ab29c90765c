import { isDeepStrictEqual } from 'node:util';

import type { RequestChannel } from '../../shared/ipc-channels.ts';
import type { RequestInput } from '../../shared/ipc-contract.ts';
import { permissionNames, permissions, type Permission } from '../../shared/permissions.ts';
import { permissionRule, type Ruled } from '../policy/gatehouse-rules.ts';
import { requireRule } from '../sign-in/rule-check.ts';

type Members<Input> = Input extends object ? Partial<Input> : Readonly<Record<string, never>>;
type Requests = { readonly [C in RequestChannel]?: Members<RequestInput<C>> };

/** What no input of the request can have does not compile. */
const rows: Readonly<Record<Permission, { readonly requests: Requests }>> = permissions;

/** Of a parsed input. @throws {AppFailure} as {@link requireRule}. */
export function requirePermissions(channel: RequestChannel, input: unknown, settings: Ruled): void {
  for (const name of permissionNames) {
    const needing = rows[name].requests[channel];
    if (needing !== undefined && hasMembers(input, needing)) {
      requireRule(permissionRule(name, settings));
    }
  }
}

function hasMembers(input: unknown, members: object): boolean {
  const given = input as Readonly<Record<string, unknown>> | undefined;
  return Object.entries(members).every(([name, value]) => isDeepStrictEqual(given?.[name], value));
}
