import type { DoctorStatus } from '../../shared/doctor.ts';
import { checkWords } from '../wording/diagnostics-phrases.ts';
import { StatusWord } from './status-word.tsx';

/** The status of a check as icon and word. */
export function CheckStatus({ status }: { status: DoctorStatus }) {
  return <StatusWord {...checkWords[status]} icon={status === 'skipped' ? 'skipped' : undefined} />;
}
