import type { AppErrorCode } from '../shared/app-error.ts';
import type { AppState } from '../shared/app-state.ts';
import type { DoctorCheck, DoctorCheckId, DoctorStatus } from '../shared/doctor.ts';
import { keyringProblemCodes } from '../shared/keyring-problem.ts';

export interface CheckGroup {
  readonly id: GroupId;
  readonly status: DoctorStatus;
  /** The worst first, else as reported. */
  readonly checks: readonly DoctorCheck[];
}

/** In the order of the page, as far as none has trouble. */
const groupIds = ['ports', 'network', 'clock', 'rules', 'codex', 'store', 'programs'] as const;
type GroupId = (typeof groupIds)[number];

const groupOfCheck: Readonly<Record<Exclude<DoctorCheckId, `sign-in-port-${number}`>, GroupId>> = {
  'token-endpoint': 'network',
  issuer: 'network',
  'environment-proxy': 'network',
  'system-proxy': 'network',
  'direct-route': 'network',
  'ca-file-CODEX_CA_CERTIFICATE': 'network',
  'ca-file-SSL_CERT_FILE': 'network',
  'ca-file-NODE_EXTRA_CA_CERTS': 'network',
  clock: 'clock',
  'login-rules': 'rules',
  credential: 'codex',
  dotenv: 'codex',
  'codex-home': 'store',
  'linked-folder': 'store',
  store: 'store',
  keyring: 'store',
  tokens: 'store',
  'kept-copies': 'store',
  'kept-sign-ins': 'store',
  'saved-accounts': 'store',
  'saved-accounts-key': 'store',
  'open-switch': 'store',
  'refresh-journal': 'store',
  'lock-account': 'store',
  'lock-commit': 'store',
  'lock-refresh': 'store',
  'codex-processes': 'programs',
};

const worstFirst: readonly DoctorStatus[] = ['fail', 'warn', 'pass', 'skipped'];

/** The checks in groups, those with the worst trouble first, else in the order of the report. */
export function groupChecks(checks: readonly DoctorCheck[]): CheckGroup[] {
  const groupOf = ({ id }: DoctorCheck): GroupId => (isPortCheck(id) ? 'ports' : groupOfCheck[id]);
  return groupIds
    .map((id) => ({ id, checks: checks.filter((check) => groupOf(check) === id) }))
    .map(({ id, checks: own }) => ({ id, checks: own.toSorted(bySeverity) }))
    .flatMap(({ id, checks: sorted }) =>
      sorted[0] === undefined ? [] : [{ id, status: sorted[0].status, checks: sorted }],
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
