import type { DoctorCheck } from '../../shared/doctor.ts';
import { describeCaFileProblem } from '../network/ca-file-problem.ts';
import type { CaVariableFacts, DoctorFacts } from './doctor-facts.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';
import { routeChecks } from './route-checks.ts';

/** Whether Gatehouse can talk to the issuer, and what is in its way. */
export function networkChecks(facts: DoctorFacts): DoctorCheck[] {
  return [
    ...routeChecks(facts),
    ...caChecks(facts.caFiles),
    { id: 'clock', title: 'Clock', ...clockOutcome(facts.clockAheadMs) },
  ];
}

function caChecks(files: readonly CaVariableFacts[]): DoctorCheck[] {
  const isCodexFileSet = files.some(
    ({ variable, file }) => variable === 'CODEX_CA_CERTIFICATE' && file !== null,
  );
  return files.map((facts) => {
    const { variable, file } = facts;
    const isReplaced = variable === 'SSL_CERT_FILE' && isCodexFileSet && file !== null;
    return {
      id: `ca-file-${variable}`,
      title: `CA file of ${variable}`,
      ...(isReplaced
        ? skipped('CODEX_CA_CERTIFICATE is used instead, here and by the Codex CLI.')
        : caOutcome(facts)),
    };
  });
}

function caOutcome({ variable, file, content }: CaVariableFacts): Outcome {
  if (file === null || content === null) return skipped('Not set.');
  const isForCodex = variable !== 'NODE_EXTRA_CA_CERTS';
  if (content.kind !== 'certificates') {
    const effect = isForCodex
      ? 'Gatehouse does without it, and so do refreshes of the Codex CLI, but its sign-in refuses.'
      : 'Gatehouse does without it.';
    return warned(
      `${file} ${describeCaFileProblem(content)}. ${effect}`,
      `Correct ${variable} or the file, or unset it.`,
    );
  }
  const { count, expired } = content;
  const certificates = count === 1 ? '1 certificate' : `${count} certificates`;
  const detail = `${file} has ${certificates}, trusted ${isForCodex ? 'as by the Codex CLI' : 'here, but not by the Codex CLI'}.`;
  if (expired === 0) return passed(detail);
  // The bundle of a system always has some.
  if (expired < count) {
    return passed(`${detail} Out of date, and not in the way of the others: ${expired}.`);
  }
  return warned(
    `${detail} Out of date: ${count === 1 ? 'it' : 'all of them'}.`,
    'Ask whoever gave you the file for a new one.',
  );
}

const noticeableSkewMs = 60_000;
/** Beyond it, access tokens are refreshed far too early, or too late to be of use. */
const harmfulSkewMs = 5 * 60_000;

function clockOutcome(aheadMs: number | null): Outcome {
  if (aheadMs === null) return skipped('The issuer sent no time to compare it with.');
  const skewMs = Math.abs(aheadMs);
  if (skewMs <= noticeableSkewMs) return passed('It agrees with the clock of the issuer.');
  const judge = skewMs > harmfulSkewMs ? failed : warned;
  return judge(
    `It is ${Math.round(skewMs / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the clock of the issuer.`,
    'Have the system set its clock from the network.',
  );
}
