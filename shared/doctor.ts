import { z } from 'zod';

/**
 * What `gatehouse doctor --json` prints, and the window shows. It holds no token, no key and no e-mail
 * address, and the home folder stands in it as `~`, so that it can be sent to a help
 * desk as it is.
 *
 * Every change of its shape raises `doctorSchemaVersion`.
 */
export const doctorSchemaVersion = 1;

/**
 * `warn`: it works, and something is not as it should be. `fail`: sign-in or refresh
 * will not work. `skipped`: it could not be looked at here, or there is nothing to.
 */
const doctorStatusSchema = z.enum(['pass', 'warn', 'fail', 'skipped']);
export type DoctorStatus = z.infer<typeof doctorStatusSchema>;

/** The checks, by names that are the same in every report. */
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
    'codex-home',
    'linked-folder',
    'keyring',
    'store',
    'tokens',
    'kept-copies',
    'kept-sign-ins',
    'refresh-journal',
    'lock-account',
    'lock-commit',
    'lock-refresh',
    'codex-processes',
  ]),
  /** One for each port, such as `sign-in-port-1455`. */
  z.templateLiteral(['sign-in-port-', z.int()]),
]);
export type DoctorCheckId = z.infer<typeof doctorCheckIdSchema>;

const doctorCheckSchema = z.strictObject({
  id: doctorCheckIdSchema,
  title: z.string(),
  status: doctorStatusSchema,
  /** What was found, in a sentence or two. */
  detail: z.string(),
  /** The one thing to do about it; null where there is nothing to do. */
  action: z.string().nullable(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

export const doctorReportSchema = z.strictObject({
  schemaVersion: z.literal(doctorSchemaVersion),
  /** ISO 8601, in UTC. */
  at: z.iso.datetime(),
  appVersion: z.string(),
  /** As Node names it, such as `linux`. */
  platform: z.string(),
  /** The worst status of all checks; those that were skipped do not count. */
  state: z.enum(['pass', 'warn', 'fail']),
  checks: z.array(doctorCheckSchema),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;
