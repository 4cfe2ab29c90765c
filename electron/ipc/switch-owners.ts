import { switches, type SwitchName, type SwitchState } from '../../shared/switches.ts';
import { AppFailure } from '../base/app-failure.ts';
import { switchRule } from '../policy/gatehouse-rules.ts';
import { requireRule } from '../sign-in/rule-check.ts';

/** What holds a switch of the settings page; a person's wish gives way to the rule. */
interface SwitchOwner {
  get(): SwitchState;
  onChange(listener: () => void): () => void;
  /** Never rejects; `get` tells what failed. */
  wish(isOn: boolean): Promise<void>;
}

export type SwitchOwners = Readonly<Record<SwitchName, SwitchOwner>>;

/** @throws {AppFailure} `forbidden-by-rule`, `rules-unknown`, or `bad-request` where unavailable. */
export function setSwitch(owners: SwitchOwners, name: SwitchName, isOn: boolean): void {
  const state = owners[name].get();
  if (state.kind === 'unavailable') throw new AppFailure('bad-request', state.reason);
  requireRule(switchRule(state.lock ?? { kind: 'unset' }, switches[name].label));
  void owners[name].wish(isOn);
}
