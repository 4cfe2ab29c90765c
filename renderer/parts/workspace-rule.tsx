import { workspaceText } from '../../shared/wording/saved-accounts.ts';
import { workspaceNameOf } from '../../shared/wording/workspaces.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** Tells before a sign-in which workspaces a rule allows here; nothing where none does. */
export function WorkspaceRule() {
  const commands = useCommands();
  const { restrictions, workspaceNames } = useApp();
  const { workspaces } = restrictions;
  if (workspaces === null) return null;
  const names = workspaces.ids.map((workspaceId) => {
    const workspaceName = workspaceNameOf(workspaceId, workspaceNames);
    return { workspaceId, name: workspaceText({ workspaceId, workspaceName }) };
  });
  return (
    <div className="strip" data-testid="workspace-rule">
      <Icon name="managed" />
      <p className="strip__text">
        {names.length === 0
          ? 'This device allows no workspace.'
          : names.length === 1
            ? 'This device only allows workspace '
            : 'This device only allows these workspaces: '}
        {names.map(({ workspaceId, name }, index) => (
          <span key={workspaceId}>
            {index > 0 && ', '}
            <bdi title={workspaceId}>{name}</bdi>
          </span>
        ))}
        {names.length > 0 && '.'}
      </p>
      <Button
        testId="workspace-rule-show"
        kind="quiet"
        onClick={() => commands.showRule(workspaces.rule)}
      >
        Show the rule
      </Button>
    </div>
  );
}
