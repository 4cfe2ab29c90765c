import type { AccountState, AppState } from '../../shared/app-state.ts';
import type { SavedAccount } from '../../shared/saved-accounts.ts';
import { brokenRuleText, type RefusedSignIn } from '../../shared/wording/broken-rule.ts';

type Ruled = Pick<AppState, 'restrictions' | 'workspaceNames'>;
type Restrictions = AppState['restrictions'];

/** What a rule has against the account in use; null where the words of Codex have to do. */
export function brokenByAccount(
  rule: string,
  { account, ...ruled }: Ruled & Pick<AppState, 'account'>,
): string | null {
  return said(rule, refusedOf(account, ruled.restrictions), ruled);
}

/** The same for an account that is saved. */
export function brokenBySaved(
  rule: string,
  { kind, workspaceId }: Pick<SavedAccount, 'kind' | 'workspaceId'>,
  ruled: Ruled,
): string | null {
  const method = kind === 'apiKey' ? 'api' : 'chatgpt';
  return said(rule, { method, workspaceId, speaksOf: 'account' }, ruled);
}

function said(
  rule: string,
  signIn: RefusedSignIn,
  { restrictions, workspaceNames }: Ruled,
): string | null {
  const isOfMethod = rule === 'forced_login_method' || rule === 'allowed_login_methods';
  // A rule may be broken by a credential of the environment alone.
  if (isOfMethod && !isForbidden(signIn.method, restrictions)) return null;
  return brokenRuleText(rule, restrictions.workspaces?.ids ?? null, signIn, workspaceNames);
}

function isForbidden(method: RefusedSignIn['method'], { methods }: Restrictions): boolean {
  if (method === null) return false;
  return (method === 'api' ? methods.apiKey : methods.browser).kind === 'forbidden';
}

function refusedOf(account: AccountState, restrictions: Restrictions): RefusedSignIn {
  const you = { workspaceId: undefined, speaksOf: 'you' } as const;
  switch (account.kind) {
    case 'chatgpt':
      return { ...you, method: 'chatgpt', workspaceId: account.account.workspaceId };
    case 'personalAccessToken':
      return { ...you, method: 'chatgpt', workspaceId: account.lookUp?.account.workspaceId };
    case 'apiKey':
      return { ...you, method: 'api' };
    case 'unusable':
      // Hidden, it is of the kind that the rule is about.
      return account.problem.code === 'hidden-by-rule'
        ? { ...you, method: isForbidden('api', restrictions) ? 'api' : 'chatgpt' }
        : { ...you, method: null };
    case 'loading':
    case 'signedOut':
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return { ...you, method: null };
  }
}
