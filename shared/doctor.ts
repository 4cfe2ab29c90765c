import * as z from 'zod/mini';

/** Every change of the report's shape raises it. */
export const doctorSchemaVersion = 3;

/** `warn`: sign-in and refresh work all the same. `skipped`: not possible, or nothing to check. */
const doctorStatusSchema = z.enum(['pass', 'warn', 'fail', 'skipped']);
export type DoctorStatus = z.infer<typeof doctorStatusSchema>;

const doctorCheckIdSchema = z.union([
  z.enum([
    'token-endpoint',
    'issuer',
    'environment-proxy',
    'system-proxy',
    'direct-route',
    'ca-file-CODEX_CA_CERTIFICATE',
    'ca-file-SSL_CERT_FILE',
    'ca-file-NODE_EXTRA_CA_CERTS',
    'clock',
    'login-rules',
    'credential',
    'dotenv',
    'codex-home',
    'linked-folder',
    'keyring',
    'store',
    'tokens',
    'kept-copies',
    'kept-sign-ins',
    'saved-accounts',
    'saved-accounts-key',
    'open-switch',
    'refresh-journal',
    'lock-account',
    'lock-commit',
    'lock-refresh',
    'codex-processes',
  ]),
  /** Such as `sign-in-port-1455`. */
  z.templateLiteral(['sign-in-port-', z.int()]),
]);
export type DoctorCheckId = z.infer<typeof doctorCheckIdSchema>;

const doctorCheckSchema = z.strictObject({
  id: doctorCheckIdSchema,
  title: z.string(),
  status: doctorStatusSchema,
  /** What was found, in a sentence or two. */
  detail: z.string(),
  /** What to do about it; null where there is nothing to do. */
  action: z.nullable(z.string()),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

/** For a help desk: without token, key or e-mail address, and with the home folder as `~`. */
export const doctorReportSchema = z.strictObject({
  schemaVersion: z.literal(doctorSchemaVersion),
  /** ISO 8601, in UTC. */
  at: z.iso.datetime(),
  appVersion: z.string(),
  /** As Node names it, such as `linux`. */
  platform: z.string(),
  /** The worst status of the checks that were not skipped. */
  state: z.enum(['pass', 'warn', 'fail']),
  checks: z.array(doctorCheckSchema),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;
