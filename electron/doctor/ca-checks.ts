import type { DoctorCheck } from '../../shared/doctor.ts';
import { describeCaFileProblem } from '../network/ca-file-problem.ts';
import type { CaVariableFacts } from './doctor-facts.ts';

/** Whether the files that name further certificate authorities can be used. */
export function caChecks(files: readonly CaVariableFacts[]): DoctorCheck[] {
  const isCodexFileSet = files.some(
    ({ variable, file }) => variable === 'CODEX_CA_CERTIFICATE' && file !== null,
  );
  return files.map((facts) =>
    facts.variable === 'SSL_CERT_FILE' && isCodexFileSet && facts.file !== null
      ? { ...idOf(facts), status: 'skipped', detail: insteadOfIt, action: null }
      : caCheck(facts),
  );
}

const insteadOfIt = 'CODEX_CA_CERTIFICATE is used instead, here and by the Codex CLI.';

function idOf({ variable }: CaVariableFacts) {
  return { id: `ca-file-${variable}`, title: `CA file of ${variable}` } as const;
}

function caCheck(facts: CaVariableFacts): DoctorCheck {
  const { variable, file, content } = facts;
  const check = idOf(facts);
  if (file === null || content === null) {
    return { ...check, status: 'skipped', detail: 'Not set.', action: null };
  }
  const isForCodex = variable !== 'NODE_EXTRA_CA_CERTS';
  if (content.kind !== 'certificates') {
    const effect = isForCodex
      ? 'Gatehouse does without it, and so do refreshes of the Codex CLI, but its sign-in refuses.'
      : 'Gatehouse does without it.';
    return {
      ...check,
      status: 'warn',
      detail: `${file} ${describeCaFileProblem(content)}. ${effect}`,
      action: `Correct ${variable} or the file, or unset it.`,
    };
  }
  const detail = `${file} has ${counted(content.count)}, trusted ${isForCodex ? 'as by the Codex CLI' : 'here, but not by the Codex CLI'}.`;
  if (content.expired === 0) return { ...check, status: 'pass', detail, action: null };
  if (content.expired < content.count) {
    // The bundle of a system always has some.
    const some = `${detail} Out of date, and not in the way of the others: ${content.expired}.`;
    return { ...check, status: 'pass', detail: some, action: null };
  }
  return {
    ...check,
    status: 'warn',
    detail: `${detail} Out of date: ${content.count === 1 ? 'it' : 'all of them'}.`,
    action: `Ask whoever gave you the file for a new one.`,
  };
}

function counted(count: number): string {
  return count === 1 ? '1 certificate' : `${count} certificates`;
}
