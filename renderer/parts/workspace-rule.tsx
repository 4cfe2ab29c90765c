import { buttonTexts } from '../../shared/texts/buttons.ts';
import { brokenRuleTexts } from '../../shared/texts/broken-rules.ts';
import { workspaceLabel } from '../../shared/wording/workspaces.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { listOf, messageWith } from './message-with.tsx';

const texts = brokenRuleTexts.allowed;

/** Tells before a sign-in which workspaces a rule allows here; nothing where none does. */
export function WorkspaceRule() {
  const commands = useCommands();
  const { restrictions, workspaceNames } = useApp();
  const { workspaces } = restrictions;
  if (workspaces === null) return null;
  const names = workspaces.ids.map((id) => (
    <bdi key={id} title={id}>
      {workspaceLabel(id, workspaceNames)}
    </bdi>
  ));
  const [workspace = <></>] = names;
  return (
    <div className="strip" data-testid="workspace-rule">
      <Icon name="managed" />
      <p className="strip__text">
        {names.length === 0
          ? texts.noWorkspace()
          : names.length === 1
            ? messageWith(texts.workspace, { workspace })
            : messageWith(texts.workspaces, { workspaces: <>{listOf(names)}</> })}
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
