import { expect, test as base } from '@playwright/test';

import { sampled } from '../fixtures/long-run.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { withBackend, type Backend } from './backend.ts';
import type { OracleCase } from './cases.ts';
import { documentsOf, placeRules } from './documents.ts';
import { environments } from './environments.ts';
import { findingsOf } from './judge.ts';
import { inFreshHome, observe } from './observe.ts';
import { statusWithLookUp } from './programs.ts';
import { recordKinds, type StoredRecord } from './records.ts';
import { rules, type RuleKind } from './rules.ts';

/**
 * Each kind of sign-in under each rule beside the real CLI: what it does with the record is what
 * Gatehouse foretells and does, and a person who asks whose a token is gets the answer of the CLI.
 */
const test = base.extend<{ backend: Backend }>({
  backend: withBackend,
});

const document = (members: object): StoredRecord => ({
  kind: 'text',
  text: JSON.stringify(members),
});
const [ofW, ofX, , , empty, refused, failing, unreachable] = recordKinds['personal access token'];
const [bedrockKey, bedrockKeys] = recordKinds.bedrock;
const [agent, headers] = recordKinds['of another kind'];

const kinds: Readonly<Record<string, StoredRecord>> = {
  'a personal access token of W': ofW,
  'a personal access token of X': ofX,
  'a personal access token of no account': empty,
  'a personal access token that is refused': refused,
  'a personal access token, while the service fails': failing,
  'a personal access token, while nobody answers': unreachable,
  'a personal access token that is not there': document({ auth_mode: 'personalAccessToken' }),
  'a Bedrock API key': bedrockKey,
  'a Bedrock API key that is not there': document({ auth_mode: 'bedrockApiKey' }),
  'AWS access keys': bedrockKeys,
  'AWS access keys that are not there': document({ auth_mode: 'bedrockAccessKeys' }),
  'an agent identity': agent,
  headers,
  'a kind of tomorrow': document({ auth_mode: 'futureKind', future: { secret: 'x' } }),
  'a kind of tomorrow beside a key': document({ auth_mode: 'futureKind', OPENAI_API_KEY: 'sk-x' }),
};

const underRules: readonly RuleKind[] = [
  'none',
  'forced api',
  'forced chatgpt',
  'forced W',
  'forced W and V',
  'forced blank',
  'forced api and W',
  'forced chatgpt and Y',
  'allowed api',
  'allowed chatgpt',
  'allowed W',
  'allowed no workspace',
  'allowed chatgpt of W',
  'forced X, allowed W',
  'forced chatgpt, allowed api',
];

const rows = Object.entries(kinds).flatMap(([kind, record]) =>
  underRules.map((rule) => ({ kind, record, rule })),
);

for (const [index, { kind, record, rule }] of rows.entries()) {
  test(`${kind}, rule: ${rule}${sampled(index, 37)}`, async ({ backend }) => {
    test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
    test.setTimeout(120_000);
    const oracleCase = caseOf(record, rule);
    const observed = await observe(oracleCase, backend);
    const broken = findingsOf(observed).filter(({ weight }) => weight === 'broken');
    expect(broken).toEqual([]);

    const { exec, status } = observed;
    const isUsed = !exec.removed && exec.seen === 'stored' && status.kind === 'loggedIn';
    const exitCode = await inFreshHome(oracleCase, backend, statusWithLookUp);
    expect(exitCode === 0).toBe(isUsed);
  });
}

function caseOf(record: StoredRecord, rule: RuleKind): OracleCase {
  return {
    seed: 0,
    index: 0,
    facts: { record: 'none', environment: 'nothing', rule, source: 'user', fault: 'none' },
    record,
    plan: 'pro',
    environment: environments.nothing,
    documents: documentsOf(placeRules(rules[rule], 'user').lines),
    cloud: null,
    faultIn: null,
    hasCli: true,
    looksUp: false,
  };
}
