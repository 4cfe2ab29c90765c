import type { DoctorCheck, DoctorStatus } from '../shared/doctor.ts';

export interface CheckGroup {
  readonly title: string;
  /** The worst of its checks. */
  readonly status: DoctorStatus;
  /** The worst first, else as reported. */
  readonly checks: readonly DoctorCheck[];
}

/** What belongs together, by the ids of the checks. */
const kinds: readonly { readonly title: string; readonly ids: RegExp }[] = [
  { title: 'Sign-in ports', ids: /^sign-in-port-/ },
  { title: 'Network', ids: /endpoint|issuer|proxy|route|ca-file/ },
  { title: 'Clock', ids: /^clock$/ },
  { title: 'Login rules', ids: /^login-rules$/ },
  {
    title: 'Store and locks',
    ids: /^(codex-home|linked-folder|store|tokens|kept-.*|refresh-journal|lock-.*)$/,
  },
  { title: 'Other programs', ids: /^codex-processes$/ },
  // A check that is newer than this list is shown all the same.
  { title: 'More', ids: /^/ },
];

const worstFirst: readonly DoctorStatus[] = ['fail', 'warn', 'pass', 'skipped'];

/** The checks in groups, those with the worst trouble first, else in the order of the report. */
export function groupChecks(checks: readonly DoctorCheck[]): CheckGroup[] {
  const kindOf = ({ id }: DoctorCheck) => kinds.find(({ ids }) => ids.test(id));
  return kinds
    .map((kind) => checks.filter((check) => kindOf(check) === kind))
    .map((own, index) => ({ title: kinds[index]?.title ?? '', checks: own.toSorted(bySeverity) }))
    .flatMap(({ title, checks: sorted }) =>
      sorted[0] === undefined ? [] : [{ title, status: sorted[0].status, checks: sorted }],
    )
    .toSorted(bySeverity);
}

function bySeverity(a: { status: DoctorStatus }, b: { status: DoctorStatus }): number {
  return worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status);
}

/** Whether there is something to do about it. */
export function isTrouble({ status }: Pick<DoctorCheck, 'status'>): boolean {
  return status === 'fail' || status === 'warn';
}
