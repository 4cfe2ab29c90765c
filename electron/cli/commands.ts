import { accountsCommand, switchCommand } from './accounts-command.ts';
import { activityCommand } from './activity-command.ts';
import type { AnyBehaviour, OptionsOf } from './command.ts';
import { doctorCommand } from './doctor-command.ts';
import { keptCommand } from './kept-command.ts';
import { leaveCommand } from './leave-command.ts';
import { loginCommand } from './login-command.ts';
import { logoutCommand } from './logout-command.ts';
import { policyCommand } from './policy-command.ts';
import { refreshCommand } from './refresh-command.ts';
import { statusCommand } from './status-command.ts';
import { storeCommand } from './store-command.ts';
import { tokenCommand } from './token-command.ts';

/** All commands, in the order of the help text. Parsing, help and schemas follow from it. */
export const commands = {
  status: statusCommand,
  login: loginCommand,
  logout: logoutCommand,
  refresh: refreshCommand,
  token: tokenCommand,
  store: storeCommand,
  accounts: accountsCommand,
  switch: switchCommand,
  kept: keptCommand,
  activity: activityCommand,
  policy: policyCommand,
  leave: leaveCommand,
  doctor: doctorCommand,
} as const;

export type CommandName = keyof typeof commands;

export type Command = {
  readonly [N in CommandName]: { readonly name: N } & OptionsOf<(typeof commands)[N]>;
}[CommandName];

/** What a command does, with the options that were read for it. */
export function behaviourOf(name: CommandName): AnyBehaviour {
  return commands[name];
}
