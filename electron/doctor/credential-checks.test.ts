import { expect, it } from 'vitest';

import type { CodexCredentials, CredentialInUse } from '../../shared/codex-programs.ts';
import { codexCredentials } from '../../shared/testing/app-state.ts';
import { healthyFacts } from '../testing/doctor-facts.ts';
import { credentialChecks } from './credential-checks.ts';
import type { DoctorFacts } from './doctor-facts.ts';

const stored: CredentialInUse = { uses: 'stored' };
const stops = codexCredentials({ uses: 'stops', message: 'OPENAI_FEDERATION_RULE_ID is empty.' });
const key: CredentialInUse = {
  uses: 'environment',
  credential: { kind: 'apiKey', variable: 'CODEX_API_KEY', setIn: 'environment' },
  condition: null,
};

function checkOf(id: string, facts: Partial<DoctorFacts>) {
  return credentialChecks({ ...healthyFacts, ...facts }, 'terminal').find((one) => one.id === id);
}

it.each<[string, CodexCredentials, Partial<DoctorFacts>, string, string]>([
  ['what is stored', codexCredentials(stored), {}, 'pass', 'uses the stored sign-in'],
  ['nothing', codexCredentials({ uses: 'nothing', message: null }), {}, 'skipped', 'none'],
  [
    'a key',
    codexCredentials(stored, { exec: key }),
    {},
    'pass',
    'codex exec uses CODEX_API_KEY of this terminal.',
  ],
  ['what stops Codex', stops, {}, 'fail', 'OPENAI_FEDERATION_RULE_ID is empty.'],
  [
    'what the check of the rules tells as well',
    stops,
    { rules: { kind: 'unknown', message: 'm' } },
    'skipped',
    'does not start',
  ],
  [
    'what is not known',
    codexCredentials({ uses: 'unknown', message: 'm.' }),
    {},
    'warn',
    'is not known. m.',
  ],
])('the credential of Codex: %s', (_, codex, facts, status, words) => {
  const check = checkOf('credential', { codex, ...facts });
  expect(check).toMatchObject({ status, detail: expect.stringContaining(words) as string });
});

it.each<[string, DoctorFacts['dotenv'], string, string]>([
  ['absent', { problem: null, sets: [] }, 'skipped', 'sets nothing'],
  ['with what Codex does not take', { problem: null, sets: ['A'] }, 'skipped', 'sets nothing'],
  [
    'with a proxy',
    { problem: null, sets: ['A', 'https_proxy', 'SSL_CERT_FILE'] },
    'pass',
    'It sets https_proxy, SSL_CERT_FILE, before the environment',
  ],
  ['that moves the home', { problem: null, sets: ['HOME'] }, 'warn', 'another folder'],
  ['that cannot be read', { problem: 'It cannot be read', sets: [] }, 'warn', 'It cannot be read.'],
])('the file .env of Codex: %s', (_, dotenv, status, words) => {
  const check = checkOf('dotenv', { dotenv });
  expect(check).toMatchObject({ status, detail: expect.stringContaining(words) as string });
});
