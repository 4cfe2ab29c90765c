import { describe, expect, it, vi } from 'vitest';

import { activityEntrySchema } from '../../shared/activity.ts';
import { activityEntry } from '../../shared/testing/activity-entry.ts';
import { Activity } from '../activity/activity.ts';
import { refreshTexts } from '../../shared/texts/refreshing.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { notVerified } from '../policy/verdict.ts';
import { RulesInForce } from '../policy/cloud-rules.ts';
import { RulesOwner } from '../policy/rules-owner.ts';
import { codexThatLoads } from '../testing/codex-loading.ts';
import { noSavedAccounts } from '../testing/no-saved-accounts.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import {
  ada,
  apiKeyRecord,
  chatgptDocument,
  environmentKey,
  grace,
  issuedTokens,
  testApiKey,
  testNow,
} from '../testing/credentials.ts';
import type { Environment } from '../policy/environment-rules.ts';
import { rules } from '../testing/login-rules.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { openSession, signedInSession, type SessionInTest } from '../testing/session-in-test.ts';
import { noticesOver } from '../testing/notices.ts';
import { settingsWith } from '../testing/settings.ts';
import { AccountCommands } from './account-commands.ts';

/** Commands over a session; `setRules` changes what the settings say at the next reload. */
async function commandsOver<T extends SessionInTest>(
  opened: T,
  initial: KnownRules = rules({}),
  person: 'user' | 'command-line' = 'user',
  environment: Environment = [],
) {
  let known = initial;
  const owner = await RulesOwner.open(
    () => Promise.resolve(settingsWith(known, environment)),
    () => testNow,
  );
  const { session, log } = opened;
  const notices = noticesOver(session);
  const activityLog = memoryActivity();
  const looks: string[] = [];
  const commands = new AccountCommands({
    accounts: noSavedAccounts,
    session,
    rules: owner,
    inForce: new RulesInForce({ rules: owner, session, now: () => testNow }),
    workspaceNames: { get: () => ({}) },
    notices,
    activity: new Activity({ log: activityLog, now: () => testNow, person }),
    log,
    now: () => testNow,
    delay: () => Promise.resolve(),
    isWatched: () => false,
    evidence: notVerified,
    demanded: {
      look: () => Promise.resolve(void looks.push('look')),
      lookNow: () => Promise.resolve(void looks.push('now')),
    },
    lookAtKept: () => Promise.resolve(),
    loading: codexThatLoads,
    allowKeyringPrompt: () => {},

    keyringKeepsDeleted: () => Promise.resolve(false),
    isLasting: person === 'user',
  });
  return {
    ...opened,
    commands,
    notices,
    activityLog,
    looks,
    noticeIds: () => notices.get().map(({ id }) => id),
    setRules: (next: KnownRules) => {
      known = next;
    },
  };
}

async function commandsIn(content?: Parameters<typeof codexHomeInTest>[0], known?: KnownRules) {
  return commandsOver(await openSession(await codexHomeInTest(content)), known);
}

const inWs1 = chatgptDocument({ person: { ...ada, workspaceId: 'ws-1' } });
const onlyWs2 = rules({ forcedWorkspaces: { form: 'single', id: 'ws-2' } });

describe('enforcing the login rules', () => {
  it('removes a credential that a rule of config.toml forbids, and says so', async () => {
    const { commands, home, session, notices, log } = await commandsIn(inWs1, onlyWs2);
    const message =
      'Login is restricted to workspace ws-2, but current credentials belong to ws-1. Logging out.';
    expect(await commands.enforce()).toMatchObject({ kind: 'signedOut', message, removed: true });
    expect(await home.text()).toBeNull();
    expect(session.get()).toEqual({ kind: 'signedOut' });
    expect(commands.verdict()).toEqual({ kind: 'allowed' });
    expect(notices.get()).toMatchObject([
      {
        id: 'enforced',
        message:
          'This device only allows workspace ws-2. You were signed in to workspace ws-1. The rule forced_chatgpt_workspace_id is set in forcedWorkspaces.toml.',
        details: message,
      },
    ]);
    expect(log.lines).toContainEqual({
      level: 'warn',
      event: 'login-rule-enforced',
      fields: {
        rule: 'forcedWorkspaces',
        source: 'forcedWorkspaces.toml',
        line: null,
        column: null,
        removed: true,
      },
    });
  });

  it('revokes nothing', async () => {
    const signedIn = await commandsOver(await signedInSession(), rules({ forcedMethod: 'api' }));
    await signedIn.commands.enforce();
    expect(await signedIn.home.text()).toBeNull();
    expect(signedIn.issuer.requests).toEqual([]);
  });

  it('says why, where the credential cannot be removed, and keeps it', async () => {
    const { commands, store, home, notices } = await commandsIn(inWs1, onlyWs2);
    store.breakWrites();
    expect(await commands.enforce()).toMatchObject({ removed: false });
    expect(await home.text()).not.toBeNull();
    expect(notices.get()).toMatchObject([
      {
        title: 'A login rule could not be enforced',
        message: expect.stringContaining('Failed to remove auth.json: The disk is full.') as string,
      },
    ]);
  });

  it.each<[string, KnownRules]>([
    ['a managed requirement only hides', rules({ allowedMethods: ['api'] })],
    ['rules that are not known decide nothing', { kind: 'unknown', message: 'config.toml' }],
    ['no rule', rules({})],
  ])('%s: the file stays', async (_, known) => {
    const { commands, home, notices } = await commandsIn(inWs1, known);
    const before = await home.text();
    expect(await commands.enforce()).toEqual({ kind: 'nothing' });
    expect(await home.text()).toBe(before);
    expect(notices.get()).toEqual([]);
  });

  it('a key of the environment that breaks a rule costs no stored credential', async () => {
    const home = await codexHomeInTest(inWs1);
    const opened = await openSession(home);
    const { commands } = await commandsOver(opened, rules({ forcedMethod: 'chatgpt' }), 'user', [
      environmentKey,
    ]);
    const before = await home.text();
    expect(commands.verdict()).toMatchObject({ kind: 'violated', remedy: 'unsetVariable' });
    expect(await commands.enforce()).toEqual({ kind: 'nothing' });
    expect(await home.text()).toBe(before);
  });

  it('a key of the environment saves no stored key that breaks the same rule', async () => {
    const key = { auth_mode: 'apikey', OPENAI_API_KEY: testApiKey };
    const home = await codexHomeInTest(key);
    const opened = await openSession(home);
    const { commands } = await commandsOver(opened, rules({ forcedMethod: 'chatgpt' }), 'user', [
      environmentKey,
    ]);
    expect(await commands.enforce()).toMatchObject({ kind: 'signedOut', removed: true });
    expect(await home.text()).toBeNull();
    expect(commands.verdict()).toMatchObject({ remedy: 'unsetVariable' });
  });

  it('a key of the environment saves a sign-in that breaks a rule which it meets itself', async () => {
    const home = await codexHomeInTest(inWs1);
    const opened = await openSession(home);
    const { commands } = await commandsOver(opened, onlyWs2, 'user', [environmentKey]);
    const before = await home.text();
    expect(await commands.enforce()).toMatchObject({
      kind: 'withheld',
      violation: { withheld: { because: 'environment', variable: 'CODEX_API_KEY' } },
    });
    expect(await home.text()).toBe(before);
  });

  it('what cannot be read is never removed', async () => {
    const { commands, home } = await commandsIn('nonsense', rules({ forcedMethod: 'api' }));
    expect(await commands.enforce()).toEqual({ kind: 'nothing' });
    expect(await home.text()).toBe('nonsense');
  });
});

describe('a reload', () => {
  it.each([
    [{}, ['look']],
    [{ isAsked: true }, ['now']],
  ])('looks for evidence that a rule demands: %j', async (options, expected) => {
    const { commands, looks } = await commandsIn();
    await commands.reload(options);
    expect(looks).toEqual(expected);
  });

  it.each<[string, KnownRules]>([
    ['the rules are not known', { kind: 'unknown', message: 'config.toml' }],
    ['its workspace could not be verified yet', rules({ requireVerified: true })],
  ])('refreshes nothing, and removes nothing, while %s', async (_, known) => {
    const due = await signedInSession({ accessTokenLifetimeSeconds: 60 });
    const { commands, refreshRequests, home } = await commandsOver(due, known);
    const before = await home.text();
    await commands.reload();
    expect(refreshRequests()).toBe(0);
    expect(await home.text()).toBe(before);
  });

  it('reads rules and store again, and enforces what they say now', async () => {
    const { commands, home, session, setRules, noticeIds } = await commandsIn();
    await home.write(inWs1);
    setRules(onlyWs2);
    await commands.reload();
    expect(session.get()).toEqual({ kind: 'signedOut' });
    expect(await home.text()).toBeNull();
    expect(noticeIds()).toEqual(['enforced']);
  });

  it('refreshes what is due', async () => {
    const signedIn = await commandsOver(await signedInSession({ accessTokenLifetimeSeconds: 60 }));
    await signedIn.commands.reload();
    expect(signedIn.refreshRequests()).toBe(1);
  });

  it('refreshes nothing that a requirement hides', async () => {
    const due = await signedInSession({ accessTokenLifetimeSeconds: 60 });
    const { commands, refreshRequests } = await commandsOver(
      due,
      rules({ allowedMethods: ['api'] }),
    );
    await commands.reload();
    expect(refreshRequests()).toBe(0);
  });

  it('judges the account that is stored now, not the one from before', async () => {
    const { commands, home } = await commandsIn(inWs1, onlyWs2);
    await home.write(chatgptDocument({ person: { ...ada, workspaceId: 'ws-2' } }));
    await commands.reload();
    expect(await home.text()).not.toBeNull();
  });
});

describe('a refresh', () => {
  it('that fails for now says so until one succeeds', async () => {
    const { commands, issuer, noticeIds } = await commandsOver(await signedInSession());
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    await commands.refresh({ force: true });
    expect(noticeIds()).toEqual(['refresh-failed-for-now']);
    // As at each look at the window, when nothing is due.
    expect(await commands.refresh({ force: false })).toMatchObject({ kind: 'fresh' });
    await commands.reload();
    expect(noticeIds()).toEqual(['refresh-failed-for-now']);
    await commands.refresh({ force: true });
    expect(noticeIds()).toEqual([]);
  });

  it('that fails for good puts no notice up: it stands with the account', async () => {
    const { commands, issuer, session, noticeIds } = await commandsOver(await signedInSession());
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401 });
    await commands.refresh({ force: true });
    expect(noticeIds()).toEqual([]);
    expect(session.lastFailure()).not.toBeNull();
  });

  it('that finds another account says so until that is loaded', async () => {
    const { commands, home, notices, noticeIds } = await commandsIn(chatgptDocument());
    await home.write(chatgptDocument({ person: grace }));
    await commands.refresh({ force: true });
    expect(notices.get()).toMatchObject([
      { message: refreshTexts.accountChanged(), action: 'reload' },
    ]);
    await commands.reload();
    expect(noticeIds()).toEqual([]);
  });
});

describe('a sign-in', () => {
  const grant = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null } as const;

  it('takes down what it settles', async () => {
    const { commands, notices, noticeIds } = await commandsIn(inWs1, onlyWs2);
    await commands.enforce();
    expect(noticeIds()).toEqual(['enforced']);
    await commands.signIn(grant);
    expect(notices.get()).toEqual([]);
  });

  it('names the file that it has kept', async () => {
    const { commands, notices, home } = await commandsIn('nonsense');
    await commands.signIn({ kind: 'apiKey', apiKey: testApiKey });
    expect(notices.get()).toMatchObject([
      { id: 'kept-copy', message: expect.stringContaining(`${home.authFile}.kept-`) as string },
    ]);
    expect(await home.document()).toEqual(apiKeyRecord().document);
  });

  it('that cannot be saved fails, and settles nothing', async () => {
    const { commands, store, noticeIds } = await commandsIn(inWs1, onlyWs2);
    await commands.enforce();
    store.breakWrites();
    await expect(commands.signIn(grant)).rejects.toThrow('The disk is full.');
    expect(noticeIds()).toEqual(['enforced']);
  });
});

describe('a sign-out', () => {
  it('on this device says nothing more', async () => {
    const { commands, home, notices } = await commandsIn(inWs1);
    expect(await commands.signOut({ everywhere: false })).toEqual({
      kind: 'signedOut',
      keptCopy: null,
      removed: true,
      unreached: [],
      mayRemain: false,
      revocation: null,
    });
    expect(await home.text()).toBeNull();
    expect(notices.get()).toEqual([]);
  });

  it('everywhere tells what it came to', async () => {
    const { commands, notices } = await commandsOver(await signedInSession());
    await commands.signOut({ everywhere: true });
    expect(notices.get()).toMatchObject([{ id: 'revocation', title: 'Signed out everywhere' }]);
  });

  it('that cannot remove the credential says so until it can', async () => {
    const { commands, store, noticeIds } = await commandsIn(inWs1);
    store.breakWrites();
    expect(await commands.signOut({ everywhere: false })).toBeNull();
    expect(noticeIds()).toEqual(['sign-out-failed']);
    store.mendWrites();
    await commands.signOut({ everywhere: false });
    expect(noticeIds()).toEqual([]);
  });
});

describe('what is under way', () => {
  it('is told while it is', async () => {
    const { commands } = await commandsIn(inWs1);
    const seen: unknown[] = [];
    commands.onChange(() => seen.push(commands.get()));
    await commands.refresh({ force: true });
    await commands.signOut({ everywhere: false });
    expect(seen).toEqual(['refreshing', null, 'signingOut', null]);
  });

  it('is what is done now, of a command that is part of another, and then the other again', async () => {
    const { commands } = await commandsOver(await signedInSession());
    const seen: (string | null)[] = [];
    commands.onChange(() => void seen.push(commands.get()));
    await commands.changeAccounts('changingAccount', () => commands.signOut({ everywhere: false }));
    expect(seen).toEqual(['changingAccount', 'signingOut', 'changingAccount', null]);
  });

  it('is nothing while it is only looked whether a refresh is due', async () => {
    const { commands } = await commandsIn(inWs1);
    const listener = vi.fn();
    commands.onChange(listener);
    await commands.refresh({ force: false });
    expect(listener).not.toHaveBeenCalled();
  });

  it('is still told when one command ends while a later one goes on', async () => {
    const { commands, issuer } = await commandsOver(await signedInSession());
    const hanging = issuer.fail({ endpoint: 'revoke', kind: 'hang', takesEffect: 'on-arrival' });
    const refreshing = commands.refresh({ force: true });
    const signingOut = commands.signOut({ everywhere: true });
    await refreshing;
    expect(commands.get()).toBe('signingOut');
    await hanging.reached;
    hanging.release();
    await signingOut;
    expect(commands.get()).toBeNull();
  });

  it('ends also where a command fails unexpectedly', async () => {
    const { commands, session } = await commandsIn(inWs1);
    vi.spyOn(session, 'refresh').mockRejectedValue(new TypeError('a defect'));
    await expect(commands.refresh({ force: true })).rejects.toThrow('a defect');
    expect(commands.get()).toBeNull();
  });
});

describe('what is recorded', () => {
  const grant = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null } as const;

  it('is what the person does, with the short id of the account', async () => {
    const { commands, activityLog } = await commandsIn(inWs1);
    await commands.signOut({ everywhere: false });
    await commands.signIn({ kind: 'apiKey', apiKey: testApiKey });
    await commands.signIn(grant);
    expect(activityLog.told()).toEqual([
      'user sign-out done chatgpt',
      'user sign-in done api-key',
      'user sign-in done chatgpt',
    ]);
    const [signedOut, withKey, signedIn] = activityLog.entries;
    expect(signedOut).toMatchObject({ v: 1, at: new Date(testNow).toISOString(), account: 'ws-1' });
    expect(withKey?.account).toBeNull();
    expect(signedIn?.account).toBe('ws-grace');
    expect(JSON.stringify(activityLog.entries)).not.toContain(testApiKey);
    for (const entry of activityLog.entries) activityEntrySchema.parse(entry);
  });

  it('a refresh at the person’s word is theirs, one that was due is of the background', async () => {
    const opened = await signedInSession({ accessTokenLifetimeSeconds: 60 });
    const { commands, activityLog } = await commandsOver(opened);
    await commands.refresh({ force: false });
    await commands.refresh({ force: true });
    expect(activityLog.told()).toEqual(['background refresh done', 'user refresh done']);
  });

  it('both are of the command line where the person speaks by it', async () => {
    const opened = await signedInSession({ accessTokenLifetimeSeconds: 60 });
    const { commands, activityLog } = await commandsOver(opened, rules({}), 'command-line');
    await commands.refresh({ force: false });
    await commands.refresh({ force: true });
    expect(activityLog.told()).toEqual(['command-line refresh done', 'command-line refresh done']);
  });

  it('is nothing where nothing was due', async () => {
    const { commands, activityLog } = await commandsOver(await signedInSession());
    await commands.reload();
    expect(activityLog.entries).toEqual([]);
  });

  it('is a failure that lasts only once, and again after it had passed', async () => {
    const opened = await signedInSession({ accessTokenLifetimeSeconds: 60 });
    const { commands, activityLog, issuer } = await commandsOver(opened);
    const fail = () => issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    for (const looks of [1, 2, 3]) {
      fail();
      await commands.refresh({ force: false });
      expect(activityLog.told(), `look ${looks}`).toEqual(['background refresh failed:for-now']);
    }
    await commands.refresh({ force: true });
    fail();
    await commands.refresh({ force: true });
    expect(activityLog.told().slice(1)).toEqual([
      'user refresh done',
      'user refresh failed:for-now',
    ]);
  });

  it('is the reason of a failure that stays', async () => {
    const { commands, activityLog, issuer } = await commandsOver(await signedInSession());
    const body = { error: { code: 'refresh_token_reused' } };
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
    await commands.refresh({ force: true });
    expect(activityLog.told()).toEqual(['user refresh failed:reused']);
  });

  it('is what a rule removes, under the name of the rule', async () => {
    const { commands, activityLog } = await commandsIn(inWs1, onlyWs2);
    await commands.enforce();
    expect(activityLog.told()).toEqual(['policy sign-out done forcedWorkspaces']);
    expect(activityLog.entries).toMatchObject([{ account: 'ws-1' }]);
  });

  it('is what another program has done meanwhile, once', async () => {
    const { commands, activityLog, home } = await commandsIn();
    await home.write(chatgptDocument());
    await commands.look();
    await commands.look();
    await home.remove();
    await commands.look();
    expect(activityLog.told()).toEqual([
      'other-program sign-in done chatgpt',
      'other-program sign-out done chatgpt',
    ]);
  });

  describe('of a sign-in that another program has removed', () => {
    const gone = async (known?: KnownRules) => {
      const found = await commandsIn(inWs1);
      if (known) found.setRules(known);
      await found.home.remove();
      return found;
    };
    const told = async ({ commands, notices }: Awaited<ReturnType<typeof gone>>) => {
      await commands.look();
      await vi.waitFor(() => expect(notices.get()).toHaveLength(1));
      return notices.get()[0];
    };

    it('is the rule that it broke, and which programs of Codex remove it for that', async () => {
      const found = await gone(onlyWs2);
      expect(await told(found)).toMatchObject({
        id: 'signed-out-elsewhere',
        severity: 'warning',
        message: expect.stringMatching(
          /^Codex has most likely done it: codex exec and the Codex terminal interface remove a sign-in that breaks the rule forced_chatgpt_workspace_id \(/,
        ) as string,
      });
      expect(found.activityLog.told()).toEqual(['other-program sign-out done forcedWorkspaces']);
    });

    it('is a rule that it met, and another credential that Codex may have been started with', async () => {
      const found = await gone(rules({ forcedMethod: 'chatgpt' }));
      const message = expect.stringMatching(
        /Your sign-in is allowed, but .*CODEX_API_KEY/,
      ) as string;
      expect(await told(found)).toMatchObject({ severity: 'warning', message });
      expect(found.activityLog.told()).toEqual(['other-program sign-out done start']);
    });

    it('is that no rule demands it', async () => {
      const found = await gone();
      const message = expect.stringMatching(
        /^No rule that Gatehouse looks at demands it\./,
      ) as string;
      expect(await told(found)).toMatchObject({ severity: 'info', message });
      // Until somebody signs in.
      await found.home.write(inWs1);
      await found.commands.look();
      expect(found.noticeIds()).toEqual([]);
    });

    it('is nothing to a person who did it with a command', async () => {
      const { commands, activityLog, notices } = await gone();
      activityLog.record(
        activityEntry({
          actor: 'command-line',
          action: 'sign-out',
          at: new Date(testNow).toISOString(),
          account: 'ws-1',
        }),
      );
      await commands.look();
      await new Promise((resolve) => setImmediate(resolve));
      expect(notices.get()).toEqual([]);
    });
  });

  const commandEntry = activityEntry({ actor: 'command-line', account: 'ws-ada' });

  it('is what changed since a command has recorded something, once', async () => {
    const { commands, activityLog, home, session } = await commandsIn(inWs1);
    await home.remove();
    await commands.lookAfterCommand();
    expect(session.get().kind).toBe('chatgpt');
    activityLog.record(commandEntry);
    await commands.lookAfterCommand();
    expect(session.get().kind).toBe('signedOut');
    await home.write(inWs1);
    await commands.lookAfterCommand();
    expect(session.get().kind).toBe('signedOut');
    expect(activityLog.told().slice(1)).toEqual(['other-program sign-out done chatgpt']);
  });

  it('is not a change that comes to light after a refresh of our own', async () => {
    const { commands, activityLog, home, session } = await commandsOver(await signedInSession());
    await commands.refresh({ force: true });
    await home.remove();
    await commands.lookAfterCommand();
    expect(session.get().kind).toBe('chatgpt');
    expect(activityLog.told()).toEqual(['user refresh done']);
  });

  it('is a removal that fails once, though its record may be one of a command', async () => {
    const { commands, activityLog, store } = await commandsIn(inWs1, onlyWs2);
    store.breakWrites();
    await commands.look();
    await commands.lookAfterCommand();
    expect(activityLog.told()).toEqual(['policy sign-out failed:store forcedWorkspaces']);
  });

  it('is what a rule removes of what a command has stored', async () => {
    const { commands, activityLog, home } = await commandsIn(undefined, onlyWs2);
    await commands.look();
    await home.write(inWs1);
    activityLog.record(commandEntry);
    await commands.lookAfterCommand();
    expect(activityLog.told().slice(1)).toEqual([
      'other-program sign-in done chatgpt',
      'policy sign-out done forcedWorkspaces',
    ]);
  });

  it('is why a sign-in came to nothing, unless the person ended it', async () => {
    const { commands, activityLog } = await commandsIn();
    commands.signInFailed('forbidden-by-rule');
    commands.signInFailed('timed-out');
    commands.signInFailed('network');
    commands.signInFailed('cancelled');
    expect(activityLog.told()).toEqual([
      'user sign-in refused:forbidden-by-rule',
      'user sign-in failed:timed-out',
      'user sign-in offline',
    ]);
  });

  it('is a sign-out that failed, and one that did not reach everything', async () => {
    const { commands, activityLog, store } = await commandsIn(inWs1);
    store.breakWrites();
    await commands.signOut({ everywhere: false });
    expect(activityLog.told()).toEqual(['user sign-out failed:unwritable chatgpt']);

    const signedIn = await commandsOver(await signedInSession());
    signedIn.issuer.fail({ endpoint: 'revoke', kind: 'status', status: 500 });
    await signedIn.commands.signOut({ everywhere: true });
    expect(signedIn.activityLog.told()).toEqual(['user sign-out partly everywhere']);
  });

  it('is no sign-out everywhere where there is nothing to revoke, as with a key', async () => {
    const key = { auth_mode: 'apikey', OPENAI_API_KEY: testApiKey };
    const { commands, activityLog } = await commandsIn(key);
    await commands.signOut({ everywhere: true });
    expect(activityLog.told()).toEqual(['user sign-out done api-key']);
  });
});
