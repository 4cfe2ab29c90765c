import type { DoctorCheck, DoctorCheckId, DoctorStatus } from '../shared/doctor.ts';

export interface CheckGroup {
  readonly title: string;
  /** The worst of its checks. */
  readonly status: DoctorStatus;
  /** The worst first, else as reported. */
  readonly checks: readonly DoctorCheck[];
}

const titles = [
  'Sign-in ports',
  'Network',
  'Clock',
  'Login rules',
  'Store and locks',
  'Other programs',
] as const;
type Title = (typeof titles)[number];

/** What belongs together. */
const titleOf: Readonly<Record<Exclude<DoctorCheckId, `sign-in-port-${number}`>, Title>> = {
  'token-endpoint': 'Network',
  issuer: 'Network',
  'environment-proxy': 'Network',
  'system-proxy': 'Network',
  'direct-route': 'Network',
  'ca-file-CODEX_CA_CERTIFICATE': 'Network',
  'ca-file-SSL_CERT_FILE': 'Network',
  'ca-file-NODE_EXTRA_CA_CERTS': 'Network',
  clock: 'Clock',
  'login-rules': 'Login rules',
  'codex-home': 'Store and locks',
  'linked-folder': 'Store and locks',
  store: 'Store and locks',
  keyring: 'Store and locks',
  tokens: 'Store and locks',
  'kept-copies': 'Store and locks',
  'kept-sign-ins': 'Store and locks',
  'refresh-journal': 'Store and locks',
  'lock-account': 'Store and locks',
  'lock-commit': 'Store and locks',
  'lock-refresh': 'Store and locks',
  'codex-processes': 'Other programs',
};

const worstFirst: readonly DoctorStatus[] = ['fail', 'warn', 'pass', 'skipped'];

/** The checks in groups, those with the worst trouble first, else in the order of the report. */
export function groupChecks(checks: readonly DoctorCheck[]): CheckGroup[] {
  const groupOf = ({ id }: DoctorCheck): Title => (isPortCheck(id) ? 'Sign-in ports' : titleOf[id]);
  return titles
    .map((title) => ({ title, checks: checks.filter((check) => groupOf(check) === title) }))
    .map(({ title, checks: own }) => ({ title, checks: own.toSorted(bySeverity) }))
    .flatMap(({ title, checks: sorted }) =>
      sorted[0] === undefined ? [] : [{ title, status: sorted[0].status, checks: sorted }],
    )
    .toSorted(bySeverity);
}

/** Whether a check is about one of the sign-in ports. */
export function isPortCheck(id: DoctorCheckId): id is `sign-in-port-${number}` {
  return id.startsWith('sign-in-port-');
}

function bySeverity(a: { status: DoctorStatus }, b: { status: DoctorStatus }): number {
  return worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status);
}

/** Whether there is something to do about it. */
export function isTrouble({ status }: Pick<DoctorCheck, 'status'>): boolean {
  return status === 'fail' || status === 'warn';
}
