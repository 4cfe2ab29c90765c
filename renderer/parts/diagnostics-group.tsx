import type { DoctorCheck } from '../../shared/doctor.ts';
import { isTrouble, type CheckGroup } from '../diagnostics-groups.ts';
import { checkCounts } from '../wording/diagnostics-phrases.ts';
import { CheckStatus } from './check-status.tsx';
import { RemedyButton } from './remedy-button.tsx';

interface Shared {
  /** Whether those without trouble are wanted too. */
  readonly withAll: boolean;
  /** Called when something was done about a check. */
  readonly onRemedied: () => void;
}

/** Checks that belong together, as a card; one alone stands for its group. */
export function DiagnosticsGroup({ group, ...shared }: Shared & { group: CheckGroup }) {
  const { title, status, checks } = group;
  const [first, ...others] = checks;
  const only = others.length === 0 ? first : undefined;
  return (
    <section className="card checks" aria-label={only?.title ?? title}>
      <div className="checks__head">
        <h2>{only?.title ?? title}</h2>
        <CheckStatus status={status} />
      </div>
      {only === undefined ? (
        <CheckList checks={checks} {...shared} />
      ) : (
        (shared.withAll || isTrouble(only)) && <CheckBody check={only} {...shared} />
      )}
    </section>
  );
}

function CheckList({ checks, ...shared }: Shared & { checks: readonly DoctorCheck[] }) {
  const shown = shared.withAll ? checks : checks.filter(isTrouble);
  const folded = checks.filter((check) => !shown.includes(check));
  return (
    <>
      {shown.length > 0 && (
        <ul className="checks__list">
          {shown.map((check) => (
            <li key={check.id} className="checks__item">
              <div className="checks__head">
                <h3>{check.title}</h3>
                <CheckStatus status={check.status} />
              </div>
              <CheckBody check={check} {...shared} />
            </li>
          ))}
        </ul>
      )}
      {folded.length > 0 && <p className="muted">{checkCounts(folded)}</p>}
    </>
  );
}

function CheckBody({ check, onRemedied }: Pick<Shared, 'onRemedied'> & { check: DoctorCheck }) {
  const { detail, action } = check;
  return (
    <div className="checks__body">
      <p>{detail}</p>
      {action !== null && (
        <p className="checks__action">
          <span className="checks__label">What to do</span>
          {action}
        </p>
      )}
      <RemedyButton check={check} onRemedied={onRemedied} />
    </div>
  );
}
