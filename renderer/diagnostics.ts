import type { AppErrorCode } from '../shared/app-error.ts';
import type { AppState } from '../shared/app-state.ts';
import type { DoctorCheck, DoctorCheckId, DoctorStatus } from '../shared/doctor.ts';
import { keyringProblemCodes } from '../shared/keyring-problem.ts';

export interface CheckGroup {
  readonly title: string;
  readonly status: DoctorStatus;
  /** The worst first, else as reported. */
  readonly checks: readonly DoctorCheck[];
}

const titles = [
  'Sign-in ports',
  'Network',
  'Clock',
  'Login rules',
  'What Codex uses',
  'Store and locks',
  'Other programs',
] as const;
type Title = (typeof titles)[number];

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
  credential: 'What Codex uses',
  dotenv: 'What Codex uses',
  'codex-home': 'Store and locks',
  'linked-folder': 'Store and locks',
  store: 'Store and locks',
  keyring: 'Store and locks',
  tokens: 'Store and locks',
  'kept-copies': 'Store and locks',
  'kept-sign-ins': 'Store and locks',
  'saved-accounts': 'Store and locks',
  'saved-accounts-key': 'Store and locks',
  'open-switch': 'Store and locks',
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

function isPortCheck(id: DoctorCheckId): id is `sign-in-port-${number}` {
  return id.startsWith('sign-in-port-');
}

function bySeverity(a: { status: DoctorStatus }, b: { status: DoctorStatus }): number {
  return worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status);
}

/** Whether there is something to do about it. */
export function isTrouble({ status }: Pick<DoctorCheck, 'status'>): boolean {
  return status === 'fail' || status === 'warn';
}

/** What the window itself can do about a check. */
export type Remedy = 'protect' | 'refresh' | 'signIn' | 'deviceCode';

/** The one that fits what the check advises; null where that is nothing for the window. */
export function remedyFor(check: DoctorCheck, app: AppState): Remedy | null {
  if (!isTrouble(check)) return null;
  if (check.id === 'store') return storeRemedy(check, app);
  if (check.id === 'tokens') return tokenRemedy(app);
  if (check.id === 'refresh-journal') return app.account.kind === 'chatgpt' ? 'refresh' : null;
  return isPortCheck(check.id) ? portRemedy(check, app) : null;
}

function tokenRemedy({ account }: AppState): Remedy | null {
  if (account.kind !== 'chatgpt' || account.refresh === 'supplied') return null;
  return account.refresh === 'possible' ? 'refresh' : 'signIn';
}

function storeRemedy({ status }: DoctorCheck, { account, store }: AppState): Remedy | null {
  if (status === 'warn') {
    const { active = null, copies = [] } = store.report ?? {};
    const isExposed = [active, ...copies].some((place) => place?.protection === 'readableByOthers');
    return isExposed ? 'protect' : null;
  }
  const isDamaged = account.kind === 'unusable' && account.problem.code === 'record-invalid';
  return isDamaged ? 'signIn' : null;
}

/** A warning leaves another port. */
function portRemedy({ status }: DoctorCheck, { signIn, restrictions }: AppState): Remedy | null {
  const isUnderWay = signIn.kind !== 'idle' && signIn.kind !== 'failed';
  const isAllowed = restrictions.methods.device.kind === 'allowed';
  return status === 'fail' && isAllowed && !isUnderWay ? 'deviceCode' : null;
}

const diagnosable: readonly AppErrorCode[] = [
  'callback-invalid',
  'exchange-failed',
  ...keyringProblemCodes,
  'network',
  'ports-busy',
  'store-unreadable',
  'store-unwritable',
  'timed-out',
];

/** Whether the diagnostics may find why this has happened. */
export function isDiagnosable(code: AppErrorCode): boolean {
  return diagnosable.includes(code);
}
