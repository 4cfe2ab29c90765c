import { useId } from 'react';

import type { KeptSignIn } from '../../shared/kept-sign-ins.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { savedAccountsCardTexts } from '../../shared/texts/saved-accounts-card.ts';
import { keptFacts, keptRemovalText, keptTitle } from '../../shared/wording/kept-sign-ins.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { clockTime } from '../wording/time-phrases.ts';
import { Button } from './button.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { locale } from './locale.ts';
import { useNow } from './use-now.ts';

const texts = savedAccountsCardTexts.kept;

/** Sign-ins that are not in use and cannot be had again; nothing where there are none. */
export function KeptSignInsCard() {
  const app = useApp();
  const now = useNow([], 'clock');
  const titleId = useId();
  if (app.kept.length === 0) return null;
  const disabled = app.busy !== null || app.signIn.kind !== 'idle';
  return (
    <section className="card kept" aria-labelledby={titleId} data-testid="kept-sign-ins">
      <h2 id={titleId} tabIndex={-1} data-part-focus="">
        {texts.title()}
      </h2>
      <p className="muted">{texts.note()}</p>
      <ul aria-labelledby={titleId}>
        {app.kept.map((kept) => (
          <KeptItem key={kept.id} kept={kept} now={now} disabled={disabled} />
        ))}
      </ul>
    </section>
  );
}

function KeptItem(props: { kept: KeptSignIn; now: number; disabled: boolean }) {
  const { kept, now, disabled } = props;
  const commands = useCommands();
  const whoId = useId();
  const facts = keptFacts(kept, (time) => clockTime(time, now, locale));
  return (
    <li className="kept__item" data-testid="kept-sign-in" data-state={kept.kind}>
      <p id={whoId} className="kept__who">
        <bdi>{keptTitle(kept)}</bdi>
      </p>
      <p className="muted">{facts.join(' ')}</p>
      {kept.kind === 'locked' && (
        <div className="actions">
          <Button
            testId="kept-sign-in-unlock"
            describedBy={whoId}
            disabled={disabled}
            onClick={commands.reload}
          >
            {texts.unlock()}
          </Button>
        </div>
      )}
      {(kept.kind === 'usable' || kept.kind === 'unreadable') && (
        <div className="actions">
          {kept.kind === 'usable' && kept.method !== 'other' && (
            <Button
              testId="kept-sign-in-use"
              describedBy={whoId}
              disabled={disabled}
              onClick={() => commands.useKept(kept.id)}
            >
              {texts.use()}
            </Button>
          )}
          <ConfirmButton
            testId="kept-sign-in-remove"
            kind={kept.kind === 'usable' ? 'quiet' : 'secondary'}
            describedBy={whoId}
            disabled={disabled}
            title={texts.removeTitle()}
            text={keptRemovalText(kept)}
            keepLabel={buttonTexts.keepIt()}
            onConfirm={() => commands.removeKept(kept.id)}
          >
            {texts.remove()}
          </ConfirmButton>
        </div>
      )}
    </li>
  );
}
