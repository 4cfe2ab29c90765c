import { z } from 'zod';
import { defaultAccounts, issuerAccountSchema } from './accounts.ts';
import type { IssuerAccount } from './accounts.ts';

export interface EmbeddedIssuerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** E-mail addresses must differ: they name the accounts. */
  readonly accounts?: readonly IssuerAccount[];
  /** Ten days unless given. */
  readonly accessTokenLifetimeSeconds?: number;
  /** Refresh tokens do not expire unless given. */
  readonly refreshTokenLifetimeSeconds?: number;
  /** Milliseconds since the epoch; `Date.now` unless given. */
  readonly clock?: () => number;
  /** A spent refresh token that is shown again also kills its successors. Off unless given. */
  readonly revokeFamilyOnReuse?: boolean;
  readonly deviceCode?: 'enabled' | 'disabled';
  readonly deviceIntervalSeconds?: number;
  readonly apiKeyExchange?: 'granted' | 'refused';
  /** Lets a client be called back on other ports than 1455 and 1457. */
  readonly anyPort?: boolean;
  /** Offers every account although `allowed_workspace_id` names other workspaces. */
  readonly ignoreWorkspaceRestriction?: boolean;
}

const optionsSchema = z.strictObject({
  port: z.int().min(0).max(65535).default(0),
  accounts: z
    .array(issuerAccountSchema)
    .min(1)
    .refine((accounts) => new Set(accounts.map(({ email }) => email)).size === accounts.length, {
      error: 'e-mail addresses must differ',
    })
    .default([...defaultAccounts]),
  accessTokenLifetimeSeconds: z
    .int()
    .positive()
    .default(10 * 24 * 3600),
  refreshTokenLifetimeSeconds: z.int().positive().optional(),
  revokeFamilyOnReuse: z.boolean().default(false),
  deviceCode: z.enum(['enabled', 'disabled']).default('enabled'),
  deviceIntervalSeconds: z.int().min(0).default(5),
  apiKeyExchange: z.enum(['granted', 'refused']).default('granted'),
  anyPort: z.boolean().default(false),
  ignoreWorkspaceRestriction: z.boolean().default(false),
});

export type IssuerSettings = Readonly<z.infer<typeof optionsSchema>> & {
  readonly clock: () => number;
};

/** Fills in the defaults. Throws a ZodError that names what is wrong. */
export function parseIssuerOptions(options: EmbeddedIssuerOptions): IssuerSettings {
  const { clock = Date.now, ...rest } = options;
  return { ...optionsSchema.parse(rest), clock };
}
