import type { RequestChannel } from '../../shared/ipc-channels.ts';
import type { RequestInput } from '../../shared/ipc-contract.ts';
import { permissions, permissionsFor, type Permission } from '../../shared/permissions.ts';
import { permissionRule, type Ruled } from '../policy/gatehouse-rules.ts';
import { requireRule } from '../sign-in/rule-check.ts';

type Members<Input> = Input extends object ? Partial<Input> : Readonly<Record<string, never>>;
type Requests = { readonly [C in RequestChannel]?: Members<RequestInput<C>> };

// What no input of a request can have does not compile.
permissions satisfies Readonly<Record<Permission, { readonly requests: Requests }>>;

/** Of a parsed input. @throws {AppFailure} as {@link requireRule}. */
export function requirePermissions(channel: RequestChannel, input: unknown, settings: Ruled): void {
  for (const name of permissionsFor(channel, input)) requireRule(permissionRule(name, settings));
}
