import type { DoctorCheck } from '../../shared/doctor.ts';
import { isTrouble, type CheckGroup } from '../diagnostics-groups.ts';
import { checkCounts } from '../wording/diagnostics-phrases.ts';
import { CheckStatus } from './check-status.tsx';
import { RemedyButton } from './remedy-button.tsx';

/** Checks that belong together: those with trouble in any case, the others on request. */
export function DiagnosticsGroup(props: {
  group: CheckGroup;
  withAll: boolean;
  /** Called when something was done about a check. */
  onRemedied: () => void;
}) {
  const { group, withAll, onRemedied } = props;
  const { title, status, checks } = group;
  const shown = withAll ? checks : checks.filter(isTrouble);
  return (
    <section className="card checks" aria-label={title}>
      <div className="checks__head">
        <h2>{title}</h2>
        <CheckStatus status={status} />
      </div>
      {shown.length > 0 && (
        <ul className="checks__list">
          {shown.map((check) => (
            <Check key={check.id} check={check} onRemedied={onRemedied} />
          ))}
        </ul>
      )}
      {shown.length < checks.length && (
        <p className="muted">{checkCounts(checks.filter((check) => !shown.includes(check)))}</p>
      )}
    </section>
  );
}

function Check({ check, onRemedied }: { check: DoctorCheck; onRemedied: () => void }) {
  const { title, status, detail, action } = check;
  return (
    <li className="checks__item">
      <div className="checks__head">
        <h3>{title}</h3>
        <CheckStatus status={status} />
      </div>
      <p>{detail}</p>
      {action !== null && (
        <p className="checks__action">
          <span className="checks__label">What to do:</span> {action}
        </p>
      )}
      <RemedyButton check={check} onRemedied={onRemedied} />
    </li>
  );
}
