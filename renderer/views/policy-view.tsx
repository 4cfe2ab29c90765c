import { useState } from 'react';

import type { PolicyCandidate, PolicyReport } from '../../shared/policy.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { partTexts } from '../../shared/texts/parts.ts';
import { policyPageTexts as texts } from '../../shared/texts/policy-page.ts';
import { sectionTexts } from '../../shared/texts/sections.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { RuleReason, usePermission } from '../parts/permission.tsx';
import { CloudRulesCard } from '../parts/cloud-rules-card.tsx';
import { PolicyAccounts } from '../parts/policy-accounts.tsx';
import { PolicyDrop, PolicyPreviewBand, usePreview } from '../parts/policy-preview.tsx';
import { PolicySources } from '../parts/policy-sources.tsx';
import { PolicySummary } from '../parts/policy-summary.tsx';
import { PolicyTable } from '../parts/policy-table.tsx';
import { PolicyWarnings } from '../parts/policy-warnings.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Busy } from '../parts/spinner.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import type { PolicyFilter } from '../policy-filter.ts';
import { changedPolicies, filterPolicies, sortPolicies, type ShownRow } from '../policy-rows.ts';

/** The rules of this machine: what holds, where it comes from, and what it does. */
export function PolicyView() {
  const commands = useCommands();
  const report = useAnswer(commands.readPolicy, useApp().policy.changes);
  const [candidate, setCandidate] = useState<PolicyCandidate | null>(null);
  const preview = usePreview(candidate);
  const exporting = usePermission('gatehouse.allow_export');
  const hasActions = report !== null && preview === null;
  return (
    <section
      className="stack stack--cards policy"
      aria-label={sectionTexts.policy()}
      data-testid="policy"
    >
      <div className="view-head">
        <ViewHeading>{sectionTexts.policy()}</ViewHeading>
        {hasActions && (
          <div className="actions">
            <Button
              testId="policy-reload"
              shortcut="reload"
              icon="refresh"
              onClick={commands.reload}
            >
              {buttonTexts.reload()}
            </Button>
            <Button
              testId="policy-copy"
              {...exporting.button}
              icon="copy"
              onClick={commands.copyPolicy}
            >
              {texts.actions.copyJson()}
            </Button>
            <Button
              testId="policy-export-json"
              {...exporting.button}
              onClick={() => commands.exportPolicy('json')}
            >
              {texts.actions.exportJson()}
            </Button>
            <Button
              testId="policy-export-csv"
              {...exporting.button}
              onClick={() => commands.exportPolicy('csv')}
            >
              {texts.actions.exportCsv()}
            </Button>
          </div>
        )}
      </div>
      {hasActions && <RuleReason {...exporting.reason} />}
      {report === null && <Busy>{partTexts.reading()}</Busy>}
      {candidate !== null && preview !== null && (
        <PolicyPreviewBand
          preview={preview}
          onTakeAs={(as) => setCandidate({ ...candidate, as })}
          onEnd={() => setCandidate(null)}
        />
      )}
      {report !== null && (
        <Report present={report} shown={preview?.report ?? report} isPreview={preview !== null} />
      )}
      {report !== null && preview === null && <PolicyDrop onCandidate={setCandidate} />}
    </section>
  );
}

function Report(props: { present: PolicyReport; shown: PolicyReport; isPreview: boolean }) {
  const { present, shown, isPreview } = props;
  const commands = useCommands();
  const shownRow = useMirror((mirror) => mirror.ledTo);
  return (
    <>
      <PolicySummary report={shown} />
      <PolicyWarnings report={shown} onShow={commands.showPolicyRow} />
      <CloudRulesCard report={shown} />
      <Policies {...{ present, shown, shownRow }} />
      <PolicyAccounts
        accounts={shown.accounts}
        saved={shown.savedAccounts.accounts}
        isPreview={isPreview}
      />
      <PolicySources report={shown} shownRow={shownRow} />
    </>
  );
}

function Policies(props: {
  present: PolicyReport;
  shown: PolicyReport;
  shownRow: ShownRow | null;
}) {
  const { present, shown, shownRow } = props;
  const { filterPolicies: setFilter, sortPolicies: setSort } = useCommands();
  const filter = useMirror((mirror) => mirror.policyFilter);
  const sort = useMirror((mirror) => mirror.policySort);
  const isJudged = shown.accounts.length > 0;
  const policies = sortPolicies(filterPolicies(shown.policies, filter, isJudged), sort);
  return (
    <section className="card" aria-label={texts.table.title()}>
      <div className="policy__head">
        <h2>{texts.table.title()}</h2>
        <p className="muted" role="status">
          {countText(policies.length, shown.policies.length, filter)}
        </p>
      </div>
      <div className="policy__filter">
        <SearchField
          className="policy__words"
          label={texts.filter.label()}
          value={filter.text}
          onChange={(text) => setFilter({ ...filter, text })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={filter.withUnset}
            onChange={({ target }) => setFilter({ ...filter, withUnset: target.checked })}
          />
          <span>{texts.filter.withUnset()}</span>
        </label>
      </div>
      {policies.length > 0 && (
        <PolicyTable
          policies={policies}
          changed={changedPolicies(present, shown)}
          isJudged={isJudged}
          shownRow={shownRow}
          sort={sort}
          onSort={setSort}
        />
      )}
    </section>
  );
}

function countText(shown: number, all: number, { text }: PolicyFilter): string {
  if (shown === 0) {
    return text.trim() === ''
      ? texts.filter.noneSet({ withUnset: texts.filter.withUnset(), all })
      : texts.filter.none({ all });
  }
  return shown === all ? texts.filter.all({ all }) : texts.filter.some({ shown, all });
}
