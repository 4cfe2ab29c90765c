import type { AppState } from '../shared/app-state.ts';
import type { DoctorCheck } from '../shared/doctor.ts';
import { isPortCheck, isTrouble } from './diagnostics-groups.ts';

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
