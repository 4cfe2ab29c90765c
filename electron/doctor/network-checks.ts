import type { DoctorCheck } from '../../shared/doctor.ts';
import { doctorTexts as texts } from '../../shared/texts/doctor.ts';
import { caFileProblemText } from '../network/ca-file-problem.ts';
import type { CaVariableFacts, DoctorFacts } from './doctor-facts.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';
import { routeChecks } from './route-checks.ts';

/** Whether Gatehouse can talk to the issuer, and what is in its way. */
export function networkChecks(facts: DoctorFacts): DoctorCheck[] {
  return [
    ...routeChecks(facts),
    ...caChecks(facts.caFiles),
    { id: 'clock', title: texts.titles.clock(), ...clockOutcome(facts.clockAheadMs) },
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
      title: texts.titles.caFile({ variable }),
      ...(isReplaced ? skipped(texts.caFile.replaced()) : caOutcome(facts)),
    };
  });
}

function caOutcome({ variable, file, content }: CaVariableFacts): Outcome {
  if (file === null || content === null) return skipped(texts.caFile.notSet());
  const isForCodex = variable !== 'NODE_EXTRA_CA_CERTS';
  if (content.kind !== 'certificates') {
    const effect = isForCodex ? texts.caFile.codexRefuses() : texts.caFile.doesWithout();
    return warned(
      `${caFileProblemText(file, content)} ${effect}`,
      texts.caFile.correct({ variable }),
    );
  }
  const { count, expired } = content;
  const detail = isForCodex
    ? texts.caFile.trustedByCodex({ file, count })
    : texts.caFile.trustedHere({ file, count });
  if (expired === 0) return passed(detail);
  // The bundle of a system always has some.
  if (expired < count) {
    return passed(`${detail} ${texts.caFile.someExpired({ count: expired })}`);
  }
  return warned(`${detail} ${texts.caFile.allExpired({ count })}`, texts.caFile.askForNew());
}

const noticeableSkewMs = 60_000;
/** Beyond it, access tokens are refreshed far too early, or too late to be of use. */
const harmfulSkewMs = 5 * 60_000;

function clockOutcome(aheadMs: number | null): Outcome {
  if (aheadMs === null) return skipped(texts.clock.notCompared());
  const skewMs = Math.abs(aheadMs);
  if (skewMs <= noticeableSkewMs) return passed(texts.clock.agrees());
  const judge = skewMs > harmfulSkewMs ? failed : warned;
  const seconds = Math.round(skewMs / 1000);
  const skew = aheadMs > 0 ? texts.clock.ahead({ seconds }) : texts.clock.behind({ seconds });
  return judge(skew, texts.clock.setIt());
}
