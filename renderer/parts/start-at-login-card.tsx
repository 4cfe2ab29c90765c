import { useId } from 'react';

import { useApp, useCommands } from '../gatehouse-context.ts';
import { startAtLoginText } from '../wording/start-at-login-phrases.ts';
import { Callout } from './callout.tsx';
import { Icon } from './icon.tsx';
import { Switch } from './switch.tsx';

/** Whether Gatehouse starts at login, as the system says; locked, it stays and says by whom. */
export function StartAtLoginCard() {
  const commands = useCommands();
  const { settings, policy } = useApp();
  const organization = policy.management?.organization ?? null;
  const { isOn, isDisabled, reason, problem } = startAtLoginText(
    settings.startAtLogin,
    organization,
  );
  const [nameId, whyId, reasonId] = [useId(), useId(), useId()];
  return (
    <div className="card">
      <div className="setting">
        <h2 id={nameId}>Start Gatehouse at login</h2>
        <Switch
          isOn={isOn}
          labelledBy={nameId}
          describedBy={reason === null ? whyId : `${whyId} ${reasonId}`}
          disabled={isDisabled}
          onChange={commands.startAtLogin}
        />
        <p id={whyId} className="muted">
          It waits in the tray and keeps the sign-in fresh, without anybody having to think of it.
        </p>
      </div>
      {reason !== null && (
        <p id={reasonId} className={reason.isRule ? 'method__reason' : 'note'}>
          <Icon name={reason.isRule ? 'lock' : 'info'} />
          <span>{reason.text}</span>
        </p>
      )}
      <div role="status">
        {problem !== null && (
          <Callout severity="warning" title={problem.title}>
            {problem.text}
          </Callout>
        )}
      </div>
    </div>
  );
}
