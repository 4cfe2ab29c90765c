import { accountPageTexts } from '../../shared/texts/account-page.ts';
import { workspaceNameOf } from '../../shared/wording/workspaces.ts';
import { useApp } from '../gatehouse-context.ts';
import { Id } from './details.tsx';
import { messageWith } from './message-with.tsx';

/** A workspace by its name, where that is known, with the id to hover over; else by its id. */
export function Workspace({ id }: { id: string }) {
  const name = workspaceNameOf(id, useApp().workspaceNames);
  if (name === null) return <Id value={id} />;
  return (
    <bdi className="workspace" title={id}>
      {name}
    </bdi>
  );
}

/** The names of those ids that have one, for people who do not know workspaces by their ids. */
export function NamesOfWorkspaces({ ids }: { ids: readonly string[] }) {
  const { workspaceNames } = useApp();
  const names = ids.flatMap((id) => workspaceNameOf(id, workspaceNames) ?? []);
  return names.map((name) => (
    <p key={name} className="muted">
      {messageWith(accountPageTexts.chatgpt.workspaceName, { name: <bdi>{name}</bdi> })}
    </p>
  ));
}
