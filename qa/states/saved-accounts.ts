import { ada, grace, katherine } from '../../electron/testing/issuer/accounts.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { runProgram } from '../programs.ts';
import { chatgptRecord } from '../records.ts';
import { writeSavedAccounts, type ListedAccount } from '../saved-accounts.ts';
import type { World } from '../world.ts';
import { all, configured, signedInAs, type Situation, type State } from './state.ts';

/** A list of saved accounts, of which Grace's can be used. */
const listed =
  (entry: ListedAccount['entry'] = {}, more: readonly ListedAccount[] = []) =>
  async ({ issuer, desktop }: World): Promise<void> => {
    const record = await chatgptRecord(issuer, grace);
    await writeSavedAccounts(desktop.dataFolder, [{ record, entry }, ...more]);
  };

const plans = ['team', 'pro', 'plus', 'enterprise'];

const manyAccounts: readonly ListedAccount[] = Array.from({ length: 39 }, (_, index) => ({
  entry: { planRaw: plans[index % plans.length] ?? null },
}));

/** Adds Grace's account for later, sealed with the key in the keyring. */
const addGrace = async ({ click, find, world }: Situation): Promise<void> => {
  await click('saved-accounts-add');
  await click('sign-in-device');
  const page = `${world.issuer.origin}/codex/device`;
  await approveDevice(page, await find('device-code').innerText(), grace.email);
  await find('saved-account', 'ready').waitFor();
};

const keyring = {
  needs: ['keyring'],
  world: { keyring: true, issuer: { deviceIntervalSeconds: 1 } },
} as const;

/** Accounts besides the one in use. */
export const savedAccounts = {
  accounts: {
    title: 'Two other accounts are saved',
    prepare: all(signedInAs(ada), async ({ issuer, desktop }) =>
      writeSavedAccounts(desktop.dataFolder, [
        { record: await chatgptRecord(issuer, grace), entry: { label: 'Work' } },
        { record: await chatgptRecord(issuer, katherine) },
      ]),
    ),
    shows: [
      ['account-state', 'signedIn'],
      ['saved-account', 'ready', /Work/],
      ['saved-account', 'ready', /katherine/],
    ],
  },
  'accounts-forty': {
    title: 'Forty other accounts are saved',
    prepare: all(signedInAs(ada), listed({}, manyAccounts)),
    shows: [['saved-accounts-all']],
  },
  'accounts-signed-out': {
    title: 'Nobody is signed in, and accounts are saved',
    prepare: listed({ label: 'Work' }),
    shows: [
      ['view', 'methods'],
      ['saved-account', 'ready'],
    ],
  },
  'account-opened': {
    title: 'Everything that can be done with a saved account',
    prepare: all(signedInAs(ada), listed()),
    reach: ({ click }) => click('saved-account-more'),
    shows: [['saved-account-remove']],
  },
  'account-switched': {
    title: 'Another account was put into use',
    prepare: all(signedInAs(ada), listed()),
    reach: ({ click }) => click('saved-account-use'),
    shows: [['toast']],
  },
  'account-may-be-spent': {
    title: 'A saved account may have been used up by another program',
    prepare: all(
      signedInAs(ada),
      listed({ health: { kind: 'maySpent', reason: 'signed-out', at: Date.UTC(2026, 0, 22) } }),
    ),
    shows: [['saved-account', 'maySpent']],
  },
  'account-needs-sign-in': {
    title: 'A saved account needs a new sign-in',
    prepare: all(
      signedInAs(ada),
      listed({ health: { kind: 'needsSignIn', reason: 'refused', at: Date.UTC(2026, 0, 22) } }),
    ),
    shows: [['saved-account', 'needsSignIn']],
  },
  'account-not-allowed': {
    title: 'A rule does not allow a saved account',
    prepare: all(
      configured(`forced_chatgpt_workspace_id = "${ada.workspaceId}"\n`),
      signedInAs(ada),
      listed(),
    ),
    shows: [['saved-account', 'notAllowed']],
  },
  'accounts-sealed': {
    title: 'An account was saved, sealed',
    ...keyring,
    prepare: signedInAs(ada),
    reach: addGrace,
    shows: [
      ['account-state', 'signedIn'],
      ['saved-account', 'ready', /grace/],
    ],
  },
  'accounts-key-gone': {
    title: 'The key of the saved accounts is gone',
    ...keyring,
    prepare: signedInAs(ada),
    reach: async (situation) => {
      await addGrace(situation);
      const item = ['service', 'Gatehouse', 'username', 'saved-accounts'];
      await runProgram('secret-tool', ['clear', ...item], { env: situation.world.env() });
      await situation.click('saved-account-use');
    },
    shows: [['accounts-problem', 'key-gone']],
  },
  'accounts-no-keyring': {
    title: 'No account can be saved: there is no keyring',
    prepare: signedInAs(ada),
    reach: async ({ click }) => {
      await click('saved-accounts-add');
      await click('sign-in-device');
    },
    shows: [['accounts-problem', 'no-keyring']],
  },
} as const satisfies Readonly<Record<string, State>>;
