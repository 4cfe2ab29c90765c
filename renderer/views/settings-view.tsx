import { useId } from 'react';

import { switches, switchNames, type SwitchName } from '../../shared/switches.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Callout } from '../parts/callout.tsx';
import { Note } from '../parts/note.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { switchLock } from '../wording/switch-phrases.ts';

export function SettingsView() {
  return (
    <section className="stack stack--cards" aria-label="Settings" data-testid="settings">
      <ViewHeading>Settings</ViewHeading>
      {switchNames.map((name) => (
        <SwitchCard key={name} name={name} />
      ))}
    </section>
  );
}

/** One switch, as its owner says; locked, it stays and says by whom. */
function SwitchCard({ name }: { name: SwitchName }) {
  const commands = useCommands();
  const { settings, policy } = useApp();
  const setting = settings[name];
  const state = setting.kind === 'known' ? setting.state : 'off';
  const problem = setting.kind === 'known' ? setting.problem : null;
  const lock = switchLock(setting, policy.management?.organization ?? null);
  const [nameId, whyId, lockId] = [useId(), useId(), useId()];
  return (
    <div className="card" data-testid="setting" data-setting={name} data-state={state}>
      <div className="setting">
        <h2 id={nameId}>{switches[name].label}</h2>
        <Switch
          isOn={state === 'on'}
          labelledBy={nameId}
          describedBy={lock === null ? whyId : `${whyId} ${lockId}`}
          disabled={lock !== null || state === 'reading'}
          onChange={(isOn) => commands.setSwitch(name, isOn)}
        />
        <p id={whyId} className="muted">
          {switches[name].help}
        </p>
      </div>
      {lock !== null && (
        <Note id={lockId} icon={lock.isRule ? 'lock' : 'info'}>
          {lock.text}
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
      data-testid="setting-switch"
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
