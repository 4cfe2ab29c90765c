import { parseArgs } from 'node:util';

import {
  defaultAccounts,
  issuerAccountSchema,
  type IssuerAccount,
} from '../electron/testing/issuer/accounts.ts';
import type { Fault, FaultKind } from '../electron/testing/issuer/faults.ts';
import type { EmbeddedIssuerOptions } from '../electron/testing/issuer/issuer-options.ts';
import type { EndpointName, GrantName } from '../electron/testing/issuer/request-log.ts';

export const issuerUsage = `Usage: gatehouse-issuer [options]

  --port N             0, the default, takes any free port
  --account MEMBERS    a person who can sign in, such as plan=team or
                       email=ada@example.com,plan=team,workspaceName=Compilers; can be repeated.
                       Members: email, name, plan, userId, workspaceId, workspaceName, codexEntitled.
                       Left out: ada, grace, katherine and alan @example.com
  --fault WHERE:WHAT[:TIMES]
                       what goes wrong, in the order given; TIMES is a number or "always".
                       WHERE: token, refresh, code, revoke, deviceUserCode, deviceToken, authorize
                       WHAT: a status such as 503 or 401=refresh_token_expired, html, reset, lost, hang, half
  --token-lifetime S   of access tokens, in seconds; ten days unless given
  --no-device-code     refuses device codes
  --any-port           lets clients be called back on other ports than 1455 and 1457
`;

export interface IssuerArguments {
  readonly options: EmbeddedIssuerOptions;
  readonly faults: readonly Fault[];
}

/** @throws {Error} that says what is wrong with which argument. */
export function parseIssuerArguments(args: readonly string[]): IssuerArguments | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      port: { type: 'string', default: '0' },
      account: { type: 'string', multiple: true, default: [] },
      fault: { type: 'string', multiple: true, default: [] },
      'token-lifetime': { type: 'string' },
      'no-device-code': { type: 'boolean', default: false },
      'any-port': { type: 'boolean', default: false },
    },
  });
  if (values.help === true) return 'help';
  const lifetime = values['token-lifetime'];
  return {
    options: {
      port: wholeNumber('--port', values.port),
      deviceCode: values['no-device-code'] ? 'disabled' : 'enabled',
      anyPort: values['any-port'],
      ...(values.account.length > 0 && { accounts: values.account.map(accountOf) }),
      ...(lifetime !== undefined && {
        accessTokenLifetimeSeconds: wholeNumber('--token-lifetime', lifetime),
      }),
    },
    faults: values.fault.map(faultOf),
  };
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${option} is a whole number, and not "${text}".`);
  return Number(text);
}

/** What is not said is as with the built-in account of the same position. */
function accountOf(text: string, index: number): IssuerAccount {
  const members = text.split(',').map((member) => {
    const at = member.indexOf('=');
    if (at < 1) throw new Error(`--account: "${member}" is not of the form name=value.`);
    const [name, value] = [member.slice(0, at), member.slice(at + 1)];
    return [name, name === 'codexEntitled' ? value !== 'false' : value];
  });
  const base = defaultAccounts[index] ?? nobody(index);
  const parsed = issuerAccountSchema
    .strict()
    .safeParse({ ...base, ...Object.fromEntries(members) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--account ${text}: ${issue?.path.join('.')} ${issue?.message}`);
}

function nobody(index: number): IssuerAccount {
  return {
    email: `person-${index}@example.com`,
    name: `Person ${index}`,
    plan: 'pro',
    userId: `user-${index}`,
    workspaceId: `5f0c2f6e-8a2b-4d57-9f52-${String(index).padStart(12, '0')}`,
  };
}

const places: Readonly<Record<string, { endpoint: EndpointName; grant?: GrantName }>> = {
  token: { endpoint: 'token' },
  refresh: { endpoint: 'token', grant: 'refresh_token' },
  code: { endpoint: 'token', grant: 'authorization_code' },
  revoke: { endpoint: 'revoke' },
  deviceUserCode: { endpoint: 'deviceUserCode' },
  deviceToken: { endpoint: 'deviceToken' },
  authorize: { endpoint: 'authorize' },
};

const kinds: Readonly<Record<string, FaultKind>> = {
  html: { kind: 'html' },
  reset: { kind: 'connection-reset', when: 'before' },
  lost: { kind: 'connection-reset', when: 'after' },
  hang: { kind: 'hang', takesEffect: 'on-release' },
  half: { kind: 'truncated-json' },
};

function faultOf(text: string): Fault {
  const [where = '', what = '', times = '1', ...more] = text.split(':');
  const place = places[where];
  if (place === undefined || more.length > 0) {
    throw new Error(`--fault ${text}: WHERE is one of ${Object.keys(places).join(', ')}.`);
  }
  const count = times === 'always' ? Number.MAX_SAFE_INTEGER : wholeNumber('--fault', times);
  return { ...place, ...kindOf(text, what), times: count };
}

function kindOf(text: string, what: string): FaultKind {
  const kind = kinds[what];
  if (kind !== undefined) return kind;
  const [, status, code] = /^([1-5]\d\d)(?:=([\w-]+))?$/.exec(what) ?? [];
  if (status === undefined) {
    const known = Object.keys(kinds).join(', ');
    throw new Error(`--fault ${text}: WHAT is a status such as 503, or one of ${known}.`);
  }
  const body = code === undefined ? {} : { error: { code, message: code } };
  return { kind: 'status', status: Number(status), body };
}
