import type { DoctorCheck, DoctorStatus } from '../../shared/doctor.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { diagnosticsPageTexts as texts } from '../../shared/texts/diagnostics-page.ts';
import { isTrouble, remedyFor, type CheckGroup } from '../diagnostics.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { checkCounts, checkWord } from '../wording/diagnostics-phrases.ts';
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { Button } from './button.tsx';
import { MessageDetails } from './message-details.tsx';
import { Prose } from './prose.tsx';
import { StatusWord } from './status-word.tsx';

interface Shared {
  /** Whether those without trouble are wanted too. */
  readonly withAll: boolean;
  readonly onRemedied: () => void;
}

/** Checks that belong together, as a card; one alone stands for its group. */
export function DiagnosticsGroup({ group, ...shared }: Shared & { group: CheckGroup }) {
  const { id, status, checks } = group;
  const [first, ...others] = checks;
  const only = others.length === 0 ? first : undefined;
  const title = only?.title ?? texts.groups[id]();
  return (
    <section
      className="card checks"
      aria-label={title}
      data-testid={only && 'diagnostics-check'}
      data-state={only?.status}
      data-check={only?.id}
    >
      <div className="checks__head">
        <h2>{title}</h2>
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
            <li
              key={check.id}
              className="checks__item"
              data-testid="diagnostics-check"
              data-state={check.status}
              data-check={check.id}
            >
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
      <p>
        <Prose>{plainMessage(detail).text}</Prose>
      </p>
      {action !== null && (
        <p className="checks__action">
          <span className="checks__label">{texts.whatToDo()}</span>
          <Prose>{plainMessage(action).text}</Prose>
        </p>
      )}
      <MessageDetails message={detail} />
      <RemedyButton check={check} onRemedied={onRemedied} />
    </div>
  );
}

function CheckStatus({ status }: { status: DoctorStatus }) {
  return <StatusWord {...checkWord(status)} icon={status === 'skipped' ? 'skipped' : undefined} />;
}

const remedyTexts = { ...texts.remedies, signIn: buttonTexts.signInAgain };

function RemedyButton(props: { check: DoctorCheck; onRemedied: () => void }) {
  const { check, onRemedied } = props;
  const commands = useCommands();
  const app = useApp();
  const remedy = remedyFor(check, app);
  if (remedy === null) return null;
  const apply = async (): Promise<void> => {
    switch (remedy) {
      case 'protect':
        if (await commands.protectStore()) onRemedied();
        return;
      case 'refresh':
        if (await commands.refresh()) onRemedied();
        return;
      case 'signIn':
        return commands.show('methods');
      case 'deviceCode':
        return commands.signIn('device');
    }
  };
  return (
    <div className="actions">
      <Button
        testId="diagnostics-remedy"
        disabled={app.busy !== null || app.store.busy !== null}
        onClick={apply}
      >
        {remedyTexts[remedy]()}
      </Button>
    </div>
  );
}
