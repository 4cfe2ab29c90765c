/** Names of workspaces by their ids, as far as Codex has told them. */
export type WorkspaceNaming = Readonly<Record<string, string>>;

/** The name of a workspace; null where it is not known. Ids are from outside. */
export function workspaceNameOf(id: string | null, names: WorkspaceNaming): string | null {
  return id !== null && Object.hasOwn(names, id) ? (names[id] ?? null) : null;
}

/** What a workspace is called: by its name, else by its id. */
export function workspaceLabel(id: string, names: WorkspaceNaming): string {
  return workspaceNameOf(id, names) ?? id;
}

/** The texts of a policy's value, which are ids of workspaces where one has such a name. */
export function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}

/** The same with its id, where that is what counts, as in a rule. */
export function workspaceWithId(id: string, names: WorkspaceNaming): string {
  const name = workspaceNameOf(id, names);
  return name === null ? id : `${name} (${id})`;
}
