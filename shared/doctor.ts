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
export const doctorStatusSchema = z.enum(['pass', 'warn', 'fail', 'skipped']);
export type DoctorStatus = z.infer<typeof doctorStatusSchema>;

export const doctorCheckSchema = z.strictObject({
  /** The same in every report, such as `sign-in-port-1455`. */
  id: z.string(),
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
