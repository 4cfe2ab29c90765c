import { brokenRuleTexts as texts } from '../texts/broken-rules.ts';
import { commaList } from './lists.ts';
import { workspaceLabel, type WorkspaceNaming } from './workspaces.ts';

/** A sign-in that a rule does not allow, as far as it is known. */
export interface RefusedSignIn {
  /** Null where it is of another kind. */
  readonly method: 'chatgpt' | 'api' | null;
  /** Undefined where nobody can say. */
  readonly workspaceId: string | null | undefined;
  /** Who is spoken of: the person who is, or was, signed in, or an account that is saved. */
  readonly speaksOf: 'you' | 'before' | 'account';
}

/**
 * What a rule has against a sign-in, in two sentences; null where they would not be true of it, as
 * with a rule of another kind. The sentence of Codex says more, for those who know its words.
 * @param rule its key @param allowed ids of the workspaces that are allowed; null for all
 */
export function brokenRuleText(
  rule: string,
  allowed: readonly string[] | null,
  signIn: RefusedSignIn,
  names: WorkspaceNaming,
): string | null {
  const { method } = signIn;
  switch (rule) {
    case 'forced_login_method':
    case 'allowed_login_methods':
      return method === null ? null : ofMethod(method, signIn);
    case 'forced_chatgpt_workspace_id':
    case 'allowed_chatgpt_workspaces': {
      const { workspaceId } = signIn;
      if (method !== 'chatgpt' || allowed === null) return null;
      if (typeof workspaceId === 'string' && allowed.includes(workspaceId)) return null;
      return `${allowedWorkspaces(allowed, names)} ${workspaceOf(signIn, names)}`;
    }
    default:
      return null;
  }
}

function ofMethod(method: 'chatgpt' | 'api', { speaksOf }: RefusedSignIn): string {
  return method === 'api'
    ? `${texts.allowed.methods.chatgpt()} ${texts[speaksOf].apiKey()}`
    : `${texts.allowed.methods.api()} ${texts[speaksOf].chatgpt()}`;
}

/** Which workspaces this device allows, as a sentence. */
function allowedWorkspaces(ids: readonly string[], names: WorkspaceNaming): string {
  const [first, ...others] = ids.map((id) => workspaceLabel(id, names));
  if (first === undefined) return texts.allowed.noWorkspace();
  return others.length === 0
    ? texts.allowed.workspace({ workspace: first })
    : texts.allowed.workspaces({ workspaces: commaList([first, ...others]) });
}

function workspaceOf({ speaksOf, workspaceId }: RefusedSignIn, names: WorkspaceNaming): string {
  if (workspaceId === undefined) return texts[speaksOf].otherWorkspace();
  return workspaceId === null
    ? texts[speaksOf].noWorkspace()
    : texts[speaksOf].workspace({ workspace: workspaceLabel(workspaceId, names) });
}

/** Who has just tried to sign in. Null for what is not known, or not to be shown. */
export interface TriedSignIn {
  readonly email: string | null;
  readonly workspaceId: string | null;
}

/** Who tried to sign in, and which workspaces are allowed instead. */
export function wrongWorkspaceText(
  { email, workspaceId }: TriedSignIn,
  allowed: readonly string[],
  names: WorkspaceNaming,
): string {
  const workspace = workspaceId === null ? null : workspaceLabel(workspaceId, names);
  const { tried, you } = texts;
  if (workspace === null) {
    const who = email === null ? you.noWorkspace() : tried.withoutWorkspace({ email });
    return `${who} ${allowedWorkspaces(allowed, names)}`;
  }
  const who = email === null ? tried.workspace({ workspace }) : tried.as({ email, workspace });
  return `${who} ${allowedWorkspaces(allowed, names)}`;
}
