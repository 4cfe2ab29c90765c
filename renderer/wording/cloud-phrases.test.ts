import { expect, it } from 'vitest';

import type { PolicyLayer } from '../../shared/policy.ts';
import { cloudReport, policy, policyReport } from '../../shared/testing/policy-report.ts';
import { cloudDocuments, cloudWord } from './cloud-phrases.ts';

const name = 'cloud rules: Baseline';
const documents = [{ name, family: 'config' }] as const;
const cloud = cloudReport({ kind: 'inForce', documents: [...documents] });

function layer(outcome: PolicyLayer['outcome']): PolicyLayer {
  const where = { source: name, level: 'default', scope: 'user', line: 1, column: 1 } as const;
  return { ...where, outcome, value: 'chatgpt', message: null };
}

const setBy = (source: string, outcome: PolicyLayer['outcome']) =>
  policyReport({ cloud, policies: [policy({ source, layers: [layer(outcome)] })] });

it('says what a document sets', () => {
  const report = setBy(name, 'applied');
  expect(cloudDocuments(report)).toEqual([{ name, sets: 'forced_login_method = chatgpt.' }]);
  expect(cloudWord(report).word).toBe('In force');
});

it('says where that is overridden', () => {
  const report = setBy('~/.codex/config.toml', 'superseded');
  const sets = 'forced_login_method = chatgpt, overridden in ~/.codex/config.toml.';
  expect(cloudDocuments(report)).toEqual([{ name, sets }]);
  expect(cloudWord(report)).toEqual({ word: 'Overridden', tone: 'attention' });
});

it('shows nothing of documents that Codex does not use', () => {
  const unused = cloudReport({ kind: 'expected', because: 'expired', documents: [...documents] });
  expect(cloudDocuments(policyReport({ cloud: unused }))).toEqual([{ name, sets: 'Not used.' }]);
});
