import { ada, grace, katherine } from '../../electron/testing/issuer/accounts.ts';
import { otherDocuments } from '../../electron/testing/credentials.ts';
import type { Fault } from '../../electron/testing/issuer/faults.ts';
import { chatgptRecord } from '../records.ts';
import type { World } from '../world.ts';
import { all, configured, signedInAs, type Situation, type State } from './state.ts';

const failing = (fault: Omit<Extract<Fault, { kind: 'status' }>, 'endpoint' | 'kind'>) => {
  return ({ issuer }: World): Promise<void> => {
    issuer.fail({ endpoint: 'token', kind: 'status', ...fault });
    return Promise.resolve();
  };
};

const refresh = ({ click }: Situation): Promise<void> => click('account-refresh');

const minuteMs = 60_000;

/** A stored sign-in whose access token, which lives for an hour, is valid for so long from now on. */
const withTokenFor =
  (leftMs: number) =>
  async (world: World): Promise<void> => {
    const issuedAt = Date.now() + leftMs - 60 * minuteMs;
    const overrides = { issuedAt, accessTokenLifetimeSeconds: 3600 };
    const record = await chatgptRecord(world.issuer, ada, overrides);
    await world.store({ ...record, last_refresh: new Date(issuedAt).toISOString() });
  };

const ranOut = withTokenFor(-2 * 24 * 60 * minuteMs);

const unreachable = ({ issuer }: World): Promise<void> => issuer.close();

const refreshTokenEnded = (code: string) =>
  failing({ status: 401, body: { error: { code, message: code } } });

/** Somebody is signed in. */
export const account = {
  'signed-in': {
    title: 'Signed in with ChatGPT',
    prepare: signedInAs(ada),
    shows: [['account-state', 'signedIn']],
  },
  'signed-in-team': {
    title: 'Signed in to a workspace of a team',
    prepare: signedInAs(grace),
    shows: [
      ['account-state', 'signedIn'],
      ['account-plan', 'team'],
    ],
  },
  'signed-in-unknown-plan': {
    title: 'Signed in, with a plan that nobody knows',
    prepare: signedInAs(katherine),
    shows: [
      ['account-state', 'signedIn'],
      ['account-plan', 'unknown'],
    ],
  },
  'signed-in-details': {
    title: 'Signed in, with details and storage opened',
    prepare: signedInAs(ada),
    reach: async ({ find }) => {
      await find('account-details').getByRole('button').first().click();
      await find('storage').getByRole('button').first().click();
    },
    shows: [
      ['account-details', 'open'],
      ['storage', 'open'],
    ],
  },
  'api-key': {
    title: 'Signed in with an API key',
    prepare: (world) =>
      world.store({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test-0123456789abcdef' }),
    shows: [['view', 'apiKey']],
  },
  'access-token': {
    title: 'Signed in with a personal access token',
    prepare: (world) => world.store(otherDocuments.personalAccessToken),
    shows: [['account-look-up']],
  },
  bedrock: {
    title: 'Signed in for Amazon Bedrock',
    prepare: (world) => world.store(otherDocuments.bedrockApiKey),
    shows: [['view', 'bedrockApiKey']],
  },
  refreshing: {
    title: 'The token is being refreshed',
    prepare: all(signedInAs(ada), ({ issuer }) => {
      issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-release' });
      return Promise.resolve();
    }),
    reach: refresh,
    shows: [['busy', 'refreshing']],
  },
  'refresh-failed': {
    title: 'The last refresh failed for now',
    prepare: all(signedInAs(ada), failing({ status: 503, body: {}, times: 9 })),
    reach: refresh,
    shows: [['notice', 'refresh-failed-for-now', /503|problem/]],
  },
  'refresh-answer-lost': {
    title: 'The answer to a refresh was lost on its way',
    prepare: all(signedInAs(ada), ({ issuer }) => {
      issuer.fail({ endpoint: 'token', kind: 'connection-reset', when: 'after', times: 9 });
      return Promise.resolve();
    }),
    reach: refresh,
    shows: [['notice', 'refresh-failed-for-now', /connect|reach/]],
  },
  'needs-sign-in': {
    title: 'The sign-in ended: only a new one helps',
    prepare: all(signedInAs(ada), refreshTokenEnded('refresh_token_expired')),
    reach: refresh,
    shows: [
      ['account-state', 'needsSignIn'],
      ['account', null, /expired/],
    ],
  },
  'signed-out-elsewhere': {
    title: 'The sign-in was revoked elsewhere',
    prepare: all(signedInAs(ada), refreshTokenEnded('refresh_token_invalidated')),
    reach: refresh,
    shows: [
      ['account-state', 'needsSignIn'],
      ['account', null, /revoked/],
    ],
  },
  offline: {
    title: 'The sign-in service cannot be reached; the token still counts',
    prepare: all(withTokenFor(10 * minuteMs), unreachable),
    shows: [['account-state', 'unreachable']],
  },
  expired: {
    title: 'The token ran out, and refreshing it fails',
    prepare: all(ranOut, failing({ status: 503, body: {}, times: 99 })),
    shows: [
      ['account-state', 'ranOut'],
      ['notice', 'refresh-failed-for-now'],
    ],
  },
  'expired-offline': {
    title: 'The token ran out, and the sign-in service cannot be reached',
    prepare: all(ranOut, unreachable),
    shows: [
      ['account-state', 'ranOut'],
      ['account', null, /Can’t reach|offline/],
    ],
  },
  'sign-out-asked': {
    title: 'Asked before everything is revoked',
    prepare: signedInAs(ada),
    reach: ({ click }) => click('sign-out-everywhere'),
    shows: [['dialog', 'sign-out-everywhere']],
  },
  'environment-token': {
    title: 'A token of the environment is used in place of what is stored',
    prepare: signedInAs(ada),
    env: { CODEX_ACCESS_TOKEN: 'at-from-the-environment' },
    shows: [['account-state', 'notUsed']],
  },
  'environment-key': {
    title: 'Nobody is signed in, and a key of the environment is used',
    env: { CODEX_API_KEY: 'sk-from-the-environment' },
    shows: [
      ['view', 'methods'],
      ['codex-credentials', null, /CODEX_API_KEY/],
    ],
  },
  'codex-stopped': {
    title: 'Codex does not start with this environment',
    prepare: signedInAs(ada),
    env: { OPENAI_FEDERATION_RULE_ID: 'rule' },
    shows: [['account-state', 'stopped']],
  },
  'other-provider': {
    title: 'Codex asks another provider for models',
    prepare: all(
      signedInAs(ada),
      configured(
        'model_provider = "local"\n[model_providers.local]\nname = "Local"\nbase_url = "http://127.0.0.1:1/v1"\n',
      ),
    ),
    shows: [['account-state'], ['provider-note']],
  },
} as const satisfies Readonly<Record<string, State>>;
