import { useState } from 'react';

import type { DoctorReport } from '../../shared/doctor.ts';
import { diagnosticsPageTexts as texts } from '../../shared/texts/diagnostics-page.ts';
import { sectionTexts } from '../../shared/texts/sections.ts';
import { groupChecks } from '../diagnostics.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { DiagnosticsGroup } from '../parts/diagnostics-group.tsx';
import { locale } from '../parts/locale.ts';
import { RuleReason, usePermission } from '../parts/permission.tsx';
import { Busy } from '../parts/spinner.tsx';
import { SummaryBand } from '../parts/summary-band.tsx';
import { useDiagnostics } from '../parts/use-diagnostics.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { checkCounts, diagnosticsSummary } from '../wording/diagnostics-phrases.ts';
import { exactTime } from '../wording/time-phrases.ts';

/** What stands in the way of sign-in and refresh here, and what to do about it. */
export function DiagnosticsView() {
  const commands = useCommands();
  const { report, isRunning, run, runWhenIdle } = useDiagnostics();
  const exporting = usePermission('gatehouse.allow_export');
  return (
    <section
      className="stack stack--cards"
      aria-label={sectionTexts.diagnostics()}
      data-testid="diagnostics"
    >
      <div className="view-head">
        <ViewHeading>{sectionTexts.diagnostics()}</ViewHeading>
        <div className="actions">
          {(report !== null || !isRunning) && (
            <Button
              testId="diagnostics-run"
              shortcut="reload"
              icon="refresh"
              disabled={isRunning}
              onClick={run}
            >
              {texts.run()}
            </Button>
          )}
          {report !== null && (
            <>
              <Button
                testId="diagnostics-copy"
                {...exporting.button}
                icon="copy"
                onClick={commands.copyDoctor}
              >
                {texts.copy()}
              </Button>
              <Button
                testId="diagnostics-export"
                {...exporting.button}
                onClick={commands.exportDoctor}
              >
                {texts.export()}
              </Button>
            </>
          )}
        </div>
      </div>
      {report !== null && <RuleReason {...exporting.reason} />}
      <p className="lead">{texts.explanation()}</p>
      <Progress report={report} isRunning={isRunning} />
      {report !== null && <Report report={report} onRemedied={runWhenIdle} />}
    </section>
  );
}

/** Says that a run is under way, and to a screen reader how it ended. It is always there. */
function Progress({ report, isRunning }: { report: DoctorReport | null; isRunning: boolean }) {
  return (
    <div className="checks__progress" role="status">
      {isRunning && <Busy>{texts.checking()}</Busy>}
      {!isRunning && report !== null && (
        <p className="visually-hidden">
          {texts.checked({ result: diagnosticsSummary(report).title })}
        </p>
      )}
    </div>
  );
}

function Report({ report, onRemedied }: { report: DoctorReport; onRemedied: () => void }) {
  const [withAll, setWithAll] = useState(false);
  const { at, checks } = report;
  return (
    <>
      <SummaryBand {...diagnosticsSummary(report)}>
        <div>
          <dt>{texts.checks()}</dt>
          <dd>{checkCounts(checks)}</dd>
        </div>
        <div>
          <dt>{texts.checkedAt()}</dt>
          <dd>
            <time dateTime={at}>{exactTime(Date.parse(at), locale)}</time>
          </dd>
        </div>
      </SummaryBand>
      <label className="check">
        <input
          type="checkbox"
          checked={withAll}
          onChange={({ target }) => setWithAll(target.checked)}
        />
        <span>{texts.withAll()}</span>
      </label>
      {groupChecks(checks).map((group) => (
        <DiagnosticsGroup key={group.id} group={group} withAll={withAll} onRemedied={onRemedied} />
      ))}
    </>
  );
}
