import type { CodexIdentity, ProgramUse, RunningCodex } from '../../shared/running-codex.ts';
import { workspaceNameOf, type WorkspaceNaming } from '../../shared/wording/workspaces.ts';

/** With what its workspace is called, as far as that is known. */
export function namedIdentity(who: CodexIdentity, names: WorkspaceNaming): CodexIdentity {
  return { ...who, workspaceName: workspaceNameOf(who.accountId, names) };
}

/** The same for all that is told of what runs. */
export function withWorkspaceNames(running: RunningCodex, names: WorkspaceNaming): RunningCodex {
  const { stored, programs } = running;
  return {
    ...running,
    stored: stored && namedIdentity(stored, names),
    programs: programs.map((one) => ({ ...one, uses: namedUse(one.uses, names) })),
  };
}

function namedUse(uses: ProgramUse, names: WorkspaceNaming): ProgramUse {
  switch (uses.how) {
    case 'asked':
      return { ...uses, who: namedIdentity(uses.who, names) };
    case 'told':
      return {
        ...uses,
        who: namedIdentity(uses.who, names),
        next: uses.next && namedIdentity(uses.next, names),
      };
    case 'oneOf':
      return { ...uses, who: uses.who.map((who) => namedIdentity(who, names)) };
    case 'unknown':
      return uses;
  }
}
