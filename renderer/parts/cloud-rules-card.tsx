import type { CloudReport, PolicyReport } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { timeTexts } from '../../shared/texts/times.ts';
import { cloudRulesText } from '../../shared/wording/cloud-rules.ts';
import { cloudDocuments, cloudWord } from '../wording/cloud-phrases.ts';
import { exactTime, relativeTime } from '../wording/time-phrases.ts';
import { Detail, Id } from './details.tsx';
import { locale } from './locale.ts';
import { StatusWord } from './status-word.tsx';
import { useNow } from './use-now.ts';
import { NamesOfWorkspaces } from './workspace.tsx';

const texts = policyPageTexts.cloud;

/** The rules of the workspace: whether they count, whose they are, and how old. */
export function CloudRulesCard({ report }: { report: PolicyReport }) {
  const { cloud } = report;
  const text = cloudRulesText(cloud);
  if (text === null) return null;
  const documents = cloudDocuments(report);
  return (
    <section className="card" aria-label={texts.title()}>
      <h2>{texts.title()}</h2>
      <StatusWord {...cloudWord(report)} />
      <p>{text}</p>
      {cloud.fetchedAt !== null && <Facts cloud={cloud} />}
      {documents.length > 0 && (
        <ul className="cloud-documents" aria-label={texts.documents()}>
          {documents.map(({ name, sets }) => (
            <li key={name}>
              <bdi className="address">{name}</bdi>
              <p className="muted">{sets}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Facts({ cloud }: { cloud: CloudReport }) {
  const { fetchedAt, expiresAt, workspaceId, userId } = cloud;
  return (
    <dl className="details">
      {fetchedAt !== null && (
        <Detail name={texts.fetched()}>
          <Moment at={fetchedAt} />
        </Detail>
      )}
      {expiresAt !== null && (
        <Detail name={cloud.because === 'expired' ? texts.expired() : texts.validUntil()}>
          <Moment at={expiresAt} />
        </Detail>
      )}
      <Detail name={texts.workspace()}>
        {workspaceId === null ? (
          texts.none()
        ) : (
          <>
            <Id value={workspaceId} />
            <NamesOfWorkspaces ids={[workspaceId]} />
          </>
        )}
      </Detail>
      <Detail name={texts.user()}>{userId === null ? texts.none() : <Id value={userId} />}</Detail>
    </dl>
  );
}

function Moment({ at }: { at: string }) {
  const time = Date.parse(at);
  const now = useNow([time], 'distance');
  return (
    <time dateTime={at}>
      {timeTexts.moment({
        time: exactTime(time, locale),
        distance: relativeTime(time, now, locale),
      })}
    </time>
  );
}
