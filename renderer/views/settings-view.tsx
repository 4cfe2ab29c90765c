import { useId } from 'react';
import type { ReactNode } from 'react';

import {
  settingGroups,
  policyKeyOf,
  settingNames,
  settingRow,
  settingWords,
  stateOf,
  type SettingGroup,
  type SettingName,
} from '../../shared/settings.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { sectionTexts } from '../../shared/texts/sections.ts';
import { settingGroupTexts } from '../../shared/texts/settings.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { AboutCard } from '../parts/about-card.tsx';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Note } from '../parts/note.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { settingLock } from '../wording/setting-phrases.ts';

export function SettingsView() {
  return (
    <section
      className="stack stack--cards"
      aria-label={sectionTexts.settings()}
      data-testid="settings"
    >
      <ViewHeading>{sectionTexts.settings()}</ViewHeading>
      {settingGroups.map((group) => (
        <GroupCard key={group} group={group} />
      ))}
      <AboutCard />
    </section>
  );
}

function GroupCard({ group }: { group: SettingGroup }) {
  const headingId = useId();
  const names = settingNames.filter((name) => settingRow(name).group === group);
  return (
    <section className="card settings" aria-labelledby={headingId}>
      <h2 id={headingId}>{settingGroupTexts[group]()}</h2>
      {names.map((name) => (
        <Setting key={name} name={name} />
      ))}
    </section>
  );
}

/** One setting, as its owner says; locked, it stays and says by whom. */
function Setting({ name }: { name: SettingName }) {
  const commands = useCommands();
  const { settings, policy } = useApp();
  const { help, label, values } = settingWords(name);
  const setting = settings[name];
  const state = stateOf(setting);
  const problem = setting.kind === 'known' ? setting.problem : null;
  const lock = settingLock(name, setting, policy.management?.organization ?? null);
  const [nameId, whyId, lockId] = [useId(), useId(), useId()];
  const control: ControlProps = {
    labelledBy: nameId,
    describedBy: lock === null ? whyId : `${whyId} ${lockId}`,
    disabled: lock !== null || state === 'reading',
  };
  return (
    <div className="setting" data-testid="setting" data-setting={name} data-state={state}>
      <h3 id={nameId}>{label()}</h3>
      {values === undefined ? (
        <Switch
          {...control}
          isOn={state === 'on'}
          onChange={(isOn) => commands.changeSetting(name, isOn)}
        />
      ) : (
        <Choice
          {...control}
          values={values}
          value={state}
          onChange={(value) => commands.changeSetting(name, value)}
        />
      )}
      <p id={whyId} className="muted">
        {help()}
      </p>
      {lock !== null && (
        <SettingNote>
          <Note id={lockId} testId="setting-lock" icon={lock.isRule ? 'lock' : 'info'}>
            {lock.text}
          </Note>
          {lock.isRule && (
            <Button
              testId="setting-show-rule"
              kind="quiet"
              describedBy={nameId}
              onClick={() => commands.showRule(policyKeyOf(name))}
            >
              {buttonTexts.showRule()}
            </Button>
          )}
        </SettingNote>
      )}
      <SettingNote>
        {problem !== null && (
          <Callout severity="warning" title={problem.title}>
            {problem.text}
          </Callout>
        )}
      </SettingNote>
    </div>
  );
}

function SettingNote({ children }: { children: ReactNode }) {
  return (
    <div className="setting__note" role="status">
      {children}
    </div>
  );
}

interface ControlProps {
  labelledBy: string;
  describedBy: string;
  /** As with `Button`, it keeps the focus and can be reached. */
  disabled: boolean;
}

function Switch(props: ControlProps & { isOn: boolean; onChange: (isOn: boolean) => unknown }) {
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

function Choice(
  props: ControlProps & {
    values: Readonly<Record<string, () => string>>;
    value: string;
    onChange: (value: string) => unknown;
  },
) {
  const { values, value, labelledBy, describedBy, disabled, onChange } = props;
  return (
    <select
      className="input select"
      data-testid="setting-choice"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={disabled || undefined}
      value={value}
      onChange={(event) => {
        if (!disabled) onChange(event.target.value);
      }}
    >
      {Object.entries(values).map(([name, text]) => (
        // Locked, it can be opened and read, and shows what holds.
        <option key={name} value={name} disabled={disabled && name !== value}>
          {text()}
        </option>
      ))}
    </select>
  );
}
