import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runCommand, SetUpError } from './commands.mjs';

/** What scripts ask for most. What V8 compiles for them is all that the command loads. */
const asked = [['status'], ['status', '--json'], ['token']];

/**
 * Writes `program.compiled` beside the command: what V8 compiles where somebody is signed in and
 * asks for the status or a token. It counts for this version of Node alone.
 *
 * @param {string} folder of the command
 * @throws {SetUpError} where the command fails
 */
export async function compileProgram(folder) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-compile-'));
  try {
    fs.mkdirSync(path.join(home, '.codex'), { mode: 0o700 });
    const record = JSON.stringify(signedIn());
    fs.writeFileSync(path.join(home, '.codex/auth.json'), record, { mode: 0o600 });
    for (const args of asked) {
      const run = [fileURLToPath(import.meta.url), folder, ...args];
      const env = { HOME: home, USERPROFILE: home, CODEX_HOME: undefined, NODE_OPTIONS: undefined };
      const { exitCode, output } = await runCommand(process.execPath, run, { env, quiet: true });
      if (exitCode !== 0) throw new SetUpError(`gatehouse ${args.join(' ')} failed:\n${output}`);
    }
  } finally {
    fs.rmSync(home, { recursive: true });
  }
}

/** A record of `codex login`, with tokens of nobody that are valid for long. */
function signedIn() {
  const part = (/** @type {object} */ value) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const account = { chatgpt_account_id: 'w', chatgpt_user_id: 'u', chatgpt_plan_type: 'pro' };
  const claims = {
    email: 'nobody@example.com',
    exp: Math.floor(Date.now() / 1000) + 864_000,
    'https://api.openai.com/auth': account,
  };
  const token = `${part({ alg: 'none' })}.${part(claims)}.${part({})}`;
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: { id_token: token, access_token: token, refresh_token: 'r', account_id: 'w' },
    last_refresh: new Date().toISOString(),
  };
}

/**
 * Runs the command in this process, and adds to the file what was compiled for it.
 * @param {string} folder
 * @param {readonly string[]} args
 */
function runAndKeep(folder, args) {
  const script = path.join(folder, 'gatehouse.cjs');
  /** @type {vm.Script[]} */
  const scripts = [];
  const Script = vm.Script;
  vm.Script = class extends Script {
    /** @param {ConstructorParameters<typeof Script>} given */
    constructor(...given) {
      super(...given);
      scripts.push(this);
    }
  };
  process.argv = [process.execPath, script, ...args];
  process.on('exit', () => {
    const [program] = scripts;
    if (program === undefined) throw new Error('the program was not run');
    fs.writeFileSync(path.join(folder, 'program.compiled'), program.createCachedData());
  });
  createRequire(import.meta.url)(script);
}

const [, thisScript, folder, ...args] = process.argv;
if (thisScript === fileURLToPath(import.meta.url) && folder !== undefined) runAndKeep(folder, args);
