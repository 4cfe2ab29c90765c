import { managementOf, isSetByCloud, type PolicyReport } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { policySummaryTexts } from '../../shared/texts/policy-summaries.ts';
import { policySummary } from '../../shared/wording/policy-phrases.ts';
import { countsText, removalText, summaryTone } from '../wording/policy-phrases.ts';
import { exactTime } from '../wording/time-phrases.ts';
import { Address } from './address.tsx';
import { locale } from './locale.ts';
import { SummaryBand } from './summary-band.tsx';

const texts = policyPageTexts.summary;

export function PolicySummary({ report }: { report: PolicyReport }) {
  const { managedBy, at, removal } = report;
  const organization = managementOf(report)?.organization ?? null;
  return (
    <SummaryBand {...policySummary(report)} tone={summaryTone(report)} isLive>
      <div>
        <dt>{texts.managedBy()}</dt>
        <dd>
          {organization !== null && (
            <p className="policy-summary__organization">
              <bdi>{organization}</bdi>
            </p>
          )}
          {managedBy.length === 0 ? (
            isSetByCloud(report) ? (
              texts.yourWorkspace()
            ) : (
              texts.nobody()
            )
          ) : (
            <ul>
              {managedBy.map((place) => (
                <li key={place}>
                  <Address value={place} />
                </li>
              ))}
            </ul>
          )}
        </dd>
      </div>
      <div>
        <dt>{texts.policies()}</dt>
        <dd>{countsText(report)}</dd>
      </div>
      <div>
        <dt>{texts.read()}</dt>
        <dd>
          <time dateTime={at}>{exactTime(Date.parse(at), locale)}</time>
        </dd>
      </div>
      {removal !== null && (
        <div className="policy-summary__removal">
          <dt>{policySummaryTexts.removals[removal.state]()}</dt>
          <dd>{removalText(removal, locale)}</dd>
        </div>
      )}
    </SummaryBand>
  );
}
