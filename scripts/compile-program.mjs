import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runCommand, SetUpError } from './commands.mjs';
import { inRepo } from './paths.mjs';

/** What scripts ask for most, and what says what else there is. */
const asked = [['status'], ['status', '--json'], ['token'], ['--help']];

const launcher = inRepo('electron/cli/launcher.cjs');

/**
 * The numbers of the modules that run where somebody is signed in, and asks for what is asked for most.
 *
 * @param {string} program with all modules
 * @returns {Promise<ReadonlySet<string>>}
 * @throws {SetUpError} where the command fails
 */
export async function usualModules(program) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-program-'));
  try {
    fs.writeFileSync(path.join(folder, 'program.cjs'), program);
    return new Set(await runAsked(folder));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * Makes the command of `program.cjs` and `rest.cjs` in a folder: the launcher, and files of what V8
 * compiles for what is asked for most. These count for this version of Node alone.
 *
 * @param {string} folder
 * @throws {SetUpError} where the command fails
 */
export async function compileProgram(folder) {
  await runAsked(folder);
}

/**
 * @param {string} folder of the program
 * @returns {Promise<readonly string[]>} the numbers of the modules that ran
 */
async function runAsked(folder) {
  const command = path.join(folder, 'gatehouse.cjs');
  fs.copyFileSync(launcher, command);
  fs.chmodSync(command, 0o755);
  /** @type {string[]} */
  const ran = [];
  await asSignedIn(async (home) => {
    const ranFile = path.join(home.HOME, 'ran.json');
    // It reads more where there is one. Nothing is asked for: the tokens are valid.
    const env = { ...home, CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://127.0.0.1:9/oauth/token' };
    for (const args of asked) {
      const run = [fileURLToPath(import.meta.url), command, ranFile, ...args];
      const { exitCode, output } = await runCommand(process.execPath, run, { env, quiet: true });
      if (exitCode !== 0) throw new SetUpError(`gatehouse ${args.join(' ')} failed:\n${output}`);
      ran.push(...JSON.parse(fs.readFileSync(ranFile, 'utf8')));
    }
  });
  return ran;
}

/** Variables that lead to what is this person's own. */
const ownVariables = [
  'CODEX_HOME',
  'CODEX_ACCESS_TOKEN',
  'CODEX_API_KEY',
  'GATEHOUSE_ISSUER',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'NODE_OPTIONS',
];

/**
 * Works where nobody real is signed in, by these variables.
 * @param {(env: NodeJS.ProcessEnv & { readonly HOME: string }) => Promise<void>} work
 */
export async function asSignedIn(work) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-compile-'));
  try {
    const codexHome = path.join(home, '.codex');
    fs.mkdirSync(codexHome, { mode: 0o700 });
    const record = JSON.stringify(signedIn());
    fs.writeFileSync(path.join(codexHome, 'auth.json'), record, { mode: 0o600 });
    fs.writeFileSync(path.join(codexHome, 'config.toml'), 'model_reasoning_effort = "high"\n');
    const own = Object.fromEntries(ownVariables.map((name) => [name, undefined]));
    const folders = { HOME: home, USERPROFILE: home, GATEHOUSE_DATA: path.join(home, 'gatehouse') };
    await work({ ...own, ...folders });
  } finally {
    fs.rmSync(home, { recursive: true });
  }
}

export const emailOfNobody = 'nobody@example.com';

/** A record of `codex login`, with tokens of nobody that are valid for long. */
function signedIn() {
  const part = (/** @type {object} */ value) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const account = { chatgpt_account_id: 'w', chatgpt_user_id: 'u', chatgpt_plan_type: 'pro' };
  const claims = {
    email: emailOfNobody,
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
 * Runs the command in this process, adds to the files what was compiled for it, and writes the numbers
 * of the modules that ran.
 *
 * @param {string} command
 * @param {string} ranFile
 * @param {readonly string[]} args
 */
function runAndKeep(command, ranFile, args) {
  /** @type {Map<string, vm.Script>} */
  const scripts = new Map();
  let modules = {};
  const Script = vm.Script;
  vm.Script = class extends Script {
    /**
     * @param {string} source
     * @param {{ filename: string }} options
     */
    constructor(source, options) {
      super(source, options);
      scripts.set(options.filename, this);
    }
    /**
     * @override
     * @returns {unknown}
     */
    runInThisContext() {
      const run = super.runInThisContext();
      return (/** @type {unknown[]} */ ...given) => (modules = run(...given));
    }
  };
  process.argv = [process.execPath, command, ...args];
  process.on('exit', () => {
    fs.writeFileSync(ranFile, JSON.stringify(Object.keys(modules)));
    for (const [file, script] of scripts) {
      fs.writeFileSync(
        file.replace(/cjs$/, `${process.version}-${process.platform}-${process.arch}.compiled`),
        script.createCachedData(),
      );
    }
  });
  createRequire(import.meta.url)(command);
}

const [, thisScript, command, ranFile, ...args] = process.argv;
const isRun = thisScript === fileURLToPath(import.meta.url);
if (isRun && command !== undefined && ranFile !== undefined) runAndKeep(command, ranFile, args);
