import type { DoctorCheck, DoctorReport, DoctorStatus } from '../../shared/doctor.ts';
import { diagnosticsPageTexts as texts } from '../../shared/texts/diagnostics-page.ts';
import { commaList } from '../../shared/wording/lists.ts';
import type { Tone, Word } from './tone.ts';

export function checkWord(status: DoctorStatus): Word {
  return { word: texts.statuses[status](), tone: tones[status] };
}

const tones: Readonly<Record<DoctorStatus, Tone>> = {
  pass: 'good',
  warn: 'attention',
  fail: 'bad',
  skipped: 'plain',
};

interface Summary {
  readonly title: string;
  readonly text: string;
  readonly tone: Tone;
}

export function diagnosticsSummary({ state, checks }: DoctorReport): Summary {
  const { pass, passText, passTextWithSkipped, warnText, failText, problems } = texts.summaries;
  const skipped = checks.filter(({ status }) => status === 'skipped').length;
  const counts = counted(checks, [
    ['fail', problems],
    ['warn', texts.counts.warn],
  ]);
  switch (state) {
    case 'pass':
      return {
        title: pass(),
        text: skipped === 0 ? passText() : passTextWithSkipped({ skipped }),
        tone: tones.pass,
      };
    case 'warn':
      return { title: counts, text: warnText(), tone: tones.warn };
    case 'fail':
      return { title: counts, text: failText(), tone: tones.fail };
  }
}

/** "1 failed, 2 passed, 3 not checked": every check, the worst first. */
export function checkCounts(checks: readonly DoctorCheck[]): string {
  const { fail, warn, pass, skipped } = texts.counts;
  return counted(checks, [
    ['fail', fail],
    ['warn', warn],
    ['pass', pass],
    ['skipped', skipped],
  ]);
}

function counted(
  checks: readonly DoctorCheck[],
  wanted: readonly (readonly [DoctorStatus, (values: { readonly count: number }) => string])[],
): string {
  return commaList(
    wanted
      .map(
        ([status, say]) => [checks.filter((check) => check.status === status).length, say] as const,
      )
      .filter(([count]) => count > 0)
      .map(([count, say]) => say({ count })),
  );
}
