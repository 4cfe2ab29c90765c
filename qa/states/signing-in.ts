import { once } from 'node:events';
import { createServer } from 'node:net';

import { ada, alan, grace } from '../../electron/testing/issuer/accounts.ts';
import { deny, signInWith } from '../../electron/testing/issuer/user-agent.ts';
import type { World } from '../world.ts';
import { configured, signedInAs, type Situation, type State } from './state.ts';

const ports = { needs: ['sign-in ports'] } as const;

/** Another program that listens where ChatGPT calls back, as long as the world is there. */
const takePorts =
  (...taken: readonly number[]) =>
  async (world: World): Promise<void> => {
    for (const port of taken) {
      const server = createServer();
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      world.onDispose(() => new Promise((resolve) => void server.close(() => resolve())));
    }
  };

const openBrowser = ({ click }: Situation): Promise<void> => click('sign-in-browser');

const signInByBrowserAs =
  (email: string) =>
  async (situation: Situation): Promise<void> => {
    await openBrowser(situation);
    await signInWith(await situation.world.desktop.openedPage(), email);
  };

/** On the way from nobody to an account. */
export const signingIn = {
  'signed-out': { title: 'Nobody is signed in', shows: [['view', 'methods']] },
  'sign-in-waiting': {
    title: 'The sign-in page is open in the browser',
    ...ports,
    reach: openBrowser,
    shows: [
      ['view', 'waitingForBrowser'],
      ['sign-in-link', 'opened'],
    ],
  },
  'sign-in-no-browser': {
    title: 'No browser could be opened: the link is to be copied',
    ...ports,
    world: { browser: 'none' },
    reach: openBrowser,
    shows: [['sign-in-link', 'toCopy']],
  },
  'sign-in-second-port': {
    title: 'Another program has the first port',
    ...ports,
    prepare: takePorts(1455),
    reach: async (situation) => {
      await openBrowser(situation);
      await situation.click('sign-in-details');
    },
    shows: [
      ['sign-in-link', 'opened'],
      ['sign-in-details', null, /1457/],
    ],
  },
  'sign-in-no-port': {
    title: 'Other programs have both ports',
    ...ports,
    prepare: takePorts(1455, 1457),
    reach: openBrowser,
    shows: [['sign-in-failed', 'ports-busy']],
  },
  'sign-in-denied': {
    title: 'The person pressed Deny',
    ...ports,
    reach: async (situation) => {
      await openBrowser(situation);
      await deny(await situation.world.desktop.openedPage());
    },
    shows: [['sign-in-failed', 'denied']],
  },
  'sign-in-no-access': {
    title: 'The workspace has no Codex',
    ...ports,
    reach: signInByBrowserAs(alan.email),
    shows: [['sign-in-failed', 'not-entitled']],
  },
  'sign-in-other-workspace': {
    title: 'A rule asks for another workspace than the one that was chosen',
    ...ports,
    world: { issuer: { ignoreWorkspaceRestriction: true } },
    prepare: configured(`forced_chatgpt_workspace_id = "${grace.workspaceId}"\n`),
    reach: signInByBrowserAs(ada.email),
    shows: [['sign-in-failed', 'forbidden-by-rule']],
  },
  'sign-in-service-down': {
    title: 'The sign-in service has a fault',
    ...ports,
    prepare: ({ issuer }) => {
      issuer.fail({ endpoint: 'token', kind: 'status', status: 503, body: {}, times: 9 });
      return Promise.resolve();
    },
    reach: signInByBrowserAs(ada.email),
    shows: [['sign-in-failed', 'exchange-failed']],
  },
  'sign-in-finishing': {
    title: 'The answer of the browser is being checked',
    ...ports,
    prepare: ({ issuer }) => {
      issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-release' });
      return Promise.resolve();
    },
    reach: async (situation) => {
      await openBrowser(situation);
      // Its last page comes when the app has the tokens.
      signInWith(await situation.world.desktop.openedPage(), ada.email).catch(() => undefined);
    },
    shows: [['view', 'finishing']],
  },
  'device-code': {
    title: 'A device code is waiting to be entered',
    reach: ({ click }) => click('sign-in-device'),
    shows: [['device-code']],
  },
  'device-code-refused': {
    title: 'The workspace does not allow device codes',
    world: { issuer: { deviceCode: 'disabled' } },
    reach: ({ click }) => click('sign-in-device'),
    shows: [['sign-in-failed', 'device-code-disabled']],
  },
  'api-key-form': {
    title: 'The form for an API key',
    reach: ({ click }) => click('sign-in-api-key'),
    shows: [['api-key-input']],
  },
  'api-key-empty': {
    title: 'The form for an API key, sent empty',
    reach: async ({ click }) => {
      await click('sign-in-api-key');
      await click('api-key-save');
    },
    shows: [['api-key-error', 'api-key-empty']],
  },
  'account-to-add': {
    title: 'Another account is about to be added',
    prepare: signedInAs(ada),
    reach: ({ click }) => click('saved-accounts-add'),
    shows: [['view', 'methods'], ['sign-in-back']],
  },
} as const satisfies Readonly<Record<string, State>>;
