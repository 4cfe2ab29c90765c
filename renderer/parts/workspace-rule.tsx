import { buttonTexts } from '../../shared/texts/buttons.ts';
import { waysToSignInTexts } from '../../shared/texts/ways-to-sign-in.ts';
import { workspaceText } from '../../shared/wording/saved-accounts.ts';
import { workspaceNameOf } from '../../shared/wording/workspaces.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { listOf, messageWith } from './message-with.tsx';

const texts = waysToSignInTexts.workspaceRule;

/** Tells before a sign-in which workspaces a rule allows here; nothing where none does. */
export function WorkspaceRule() {
  const commands = useCommands();
  const { restrictions, workspaceNames } = useApp();
  const { workspaces } = restrictions;
  if (workspaces === null) return null;
  const names = workspaces.ids.map((workspaceId) => {
    const workspaceName = workspaceNameOf(workspaceId, workspaceNames);
    return (
      <bdi key={workspaceId} title={workspaceId}>
        {workspaceText({ workspaceId, workspaceName })}
      </bdi>
    );
  });
  const [name = <></>] = names;
  return (
    <div className="strip" data-testid="workspace-rule">
      <Icon name="managed" />
      <p className="strip__text">
        {names.length === 0
          ? texts.none()
          : names.length === 1
            ? messageWith(texts.one, { name })
            : messageWith(texts.several, { names: <>{listOf(names)}</> })}
      </p>
      <Button
        testId="workspace-rule-show"
        kind="quiet"
        onClick={() => commands.showRule(workspaces.rule)}
      >
        {buttonTexts.showRule()}
      </Button>
    </div>
  );
}
