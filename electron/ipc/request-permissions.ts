import type { RequestChannel } from '../../shared/ipc-channels.ts';
import type { RequestInput } from '../../shared/ipc-contract.ts';
import { permissionRule, type Ruled } from '../policy/gatehouse-rules.ts';
import type { KeysOf } from '../policy/policy-keys.ts';
import { requireRule } from '../sign-in/rule-check.ts';

type Requests = { readonly [C in RequestChannel]?: (input: RequestInput<C>) => boolean };

const always = () => true;

const requestsNeeding: Readonly<Record<KeysOf<'requests'>, Requests>> = {
  'gatehouse.allow_sign_out_everywhere': {
    'account.signOut': ({ everywhere }) => everywhere,
    'accounts.signOut': always,
  },
  'gatehouse.allow_export': {
    'activity.export': always,
    'policy.copy': always,
    'policy.export': always,
    'doctor.copy': always,
    'doctor.export': always,
  },
};

const names = Object.keys(requestsNeeding) as readonly KeysOf<'requests'>[];

/** Of a parsed input. @throws {AppFailure} as {@link requireRule}. */
export function requirePermissions(channel: RequestChannel, input: unknown, settings: Ruled): void {
  for (const name of names) {
    const isNeeded = requestsNeeding[name][channel] as ((input: unknown) => boolean) | undefined;
    if (isNeeded?.(input)) requireRule(permissionRule(name, settings));
  }
}
