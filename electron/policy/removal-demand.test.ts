import { describe, expect, it } from 'vitest';

import { ada, chatgptCredential, storedApiKey } from '../testing/credentials.ts';
import { rules, rulesWithCloud } from '../testing/login-rules.ts';
import { removalDemand } from './removal-demand.ts';

const inWs1 = chatgptCredential({ person: { ...ada, workspaceId: 'ws-1' } });
const workspace = (id: string) => ({ forcedWorkspaces: { form: 'single', id } }) as const;

describe('the rule for which Codex would have removed a sign-in', () => {
  it('is the one that the sign-in breaks, the method before the workspace', () => {
    expect(removalDemand(rules(workspace('ws-2')), inWs1)).toMatchObject({
      rule: 'forcedWorkspaces',
      because: 'signIn',
    });
    const both = rules({ forcedMethod: 'api', ...workspace('ws-2') });
    expect(removalDemand(both, inWs1)).toMatchObject({ rule: 'forcedMethod', because: 'signIn' });
  });

  it('may be one that the sign-in meets, where Codex was started with another credential', () => {
    expect(removalDemand(rules({ forcedMethod: 'chatgpt' }), inWs1)).toMatchObject({
      rule: 'forcedMethod',
      because: 'start',
    });
    // A token of another workspace has Codex remove a stored key, too.
    expect(removalDemand(rules(workspace('ws-2')), storedApiKey())).toMatchObject({
      rule: 'forcedWorkspaces',
      because: 'start',
    });
  });

  it('is that of a workspace, though with the rules of this machine it leaves no method', () => {
    const known = rulesWithCloud({ allowedMethods: ['chatgpt'] }, { forcedMethod: 'api' });
    expect(removalDemand(known, inWs1)).toMatchObject({
      rule: 'forcedMethod',
      because: 'signIn',
    });
  });

  it('is none of those that only hide, that nobody can meet, or that are not known', () => {
    expect(removalDemand(rules({ allowedMethods: ['api'] }), inWs1)).toBeNull();
    expect(removalDemand(rules({ forcedWorkspaces: { form: 'list', ids: [] } }), inWs1)).toBeNull();
    const deadlock = rules({ forcedMethod: 'api', allowedMethods: ['chatgpt'] });
    expect(removalDemand(deadlock, inWs1)).toBeNull();
    expect(removalDemand({ kind: 'unknown', message: 'broken' }, inWs1)).toBeNull();
    expect(removalDemand(rules({}), inWs1)).toBeNull();
  });
});
