import { useId } from 'react';

import { useApp, useCommands } from '../gatehouse-context.ts';
import { Callout } from '../parts/callout.tsx';
import { Note } from '../parts/note.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { startAtLoginText } from '../wording/start-at-login-phrases.ts';

export function SettingsView() {
  return (
    <section className="stack stack--cards" aria-label="Settings">
      <ViewHeading>Settings</ViewHeading>
      <StartAtLoginCard />
    </section>
  );
}

/** Whether Gatehouse starts at login, as the system says; locked, it stays and says by whom. */
function StartAtLoginCard() {
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
        <Note id={reasonId} icon={reason.isRule ? 'lock' : 'info'}>
          {reason.text}
        </Note>
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

function Switch(props: {
  isOn: boolean;
  labelledBy: string;
  describedBy: string;
  /** As with `Button`, it keeps the focus and can be reached. */
  disabled: boolean;
  onChange: (isOn: boolean) => unknown;
}) {
  const { isOn, labelledBy, describedBy, disabled, onChange } = props;
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={isOn}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={disabled || undefined}
      onClick={() => {
        if (!disabled) onChange(!isOn);
      }}
    >
      <span className="switch__knob" />
    </button>
  );
}
