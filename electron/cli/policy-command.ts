import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { PolicyReport } from '../../shared/policy.ts';
import type { Core } from '../core.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { policyText } from './policy-text.ts';
import type { Terminal } from './terminal.ts';

export interface PolicyOptions {
  readonly json: boolean;
  readonly all: boolean;
  /** A candidate for managed_config.toml or requirements.toml; null for what is there now. */
  readonly preview: string | null;
}

/**
 * `gatehouse policy`: tells, and enforces nothing. It asks the issuer for its public
 * keys where somebody is signed in with ChatGPT; the request says nothing about the account.
 */
export async function runPolicy(
  core: Core,
  terminal: Terminal,
  options: PolicyOptions,
): Promise<ExitCode> {
  const { json, all, preview } = options;
  const report = preview === null ? await core.policy.report() : await previewOf(core, preview);
  if (report === null) {
    terminal.err(`${preview} cannot be read.`);
    return exitCodes.storeFailure;
  }
  terminal.out(json ? JSON.stringify(report) : policyText(report, all));
  return exitCodeOf(report);
}

/** Null where the candidate cannot be read. */
async function previewOf(core: Core, file: string): Promise<PolicyReport | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return await core.policy.preview({ name: path.basename(file), text });
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

function exitCodeOf({ state }: PolicyReport): ExitCode {
  switch (state) {
    case 'error':
      return exitCodes.storeFailure;
    case 'actionNeeded':
      return exitCodes.ruleViolated;
    case 'compliant':
    case 'notManaged':
      return exitCodes.done;
  }
}
