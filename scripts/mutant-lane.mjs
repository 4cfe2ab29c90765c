import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand, SetUpError } from './commands.mjs';
import { mutated } from './mutant-list.mjs';
import { inRepo, repoFolder } from './paths.mjs';

/**
 * @typedef {import('./mutant-list.mjs').Mutant} Mutant
 * @typedef {import('./mutant-tests.mjs').TestNews} TestNews
 * @typedef {{ outcome: 'killed' | 'type error' | 'timeout' | 'survived' | 'no test', by: string }} Fate
 * @typedef {Fate & { mutant: Mutant }} Result
 */

/** No test case ended for so long: more than Vitest itself gives one. */
const silenceMs = 120_000;

/** So many tests run before the type check, which takes longer. */
const nearTests = 5;

/** What a copy shares with the repository. */
const linked = ['node_modules', 'e2e/codex-cli/node_modules', '.runtime'];

/** A copy of the repository in which one mutant after the other stands, and its tests run. */
export class MutantLane {
  #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-mutants-'));
  #copy = path.join(this.#folder, 'copy');
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #tests;
  /** @type {Set<string>} */
  #sound = new Set();
  /** @type {Set<string>} */
  #slow = new Set();

  /** @param {readonly string[]} files below the repository */
  constructor(files) {
    for (const file of files) {
      fs.mkdirSync(path.dirname(path.join(this.#copy, file)), { recursive: true });
      fs.copyFileSync(inRepo(file), path.join(this.#copy, file));
    }
    for (const folder of linked) {
      if (fs.existsSync(inRepo(folder)))
        fs.symlinkSync(inRepo(folder), path.join(this.#copy, folder));
    }
  }

  /**
   * The nearest tests first, since they find most; then the compiler, and then the other tests.
   * @param {Mutant} mutant
   * @param {readonly string[]} tests in the order to run them
   * @returns {Promise<Fate>}
   * @throws {SetUpError} where a test or the type check fails without any mutant
   */
  async fateOf(mutant, tests) {
    const file = path.join(this.#copy, mutant.file);
    const content = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, mutated(content, mutant));
    const fate = await this.#withMutant(file, tests);
    fs.writeFileSync(file, content);
    if (fate.outcome === 'killed') await this.#mustPass(file, fate.by);
    return fate;
  }

  close() {
    this.#endTests();
    fs.rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }

  /** @param {string} changed @param {readonly string[]} tests @returns {Promise<Fate>} */
  async #withMutant(changed, tests) {
    const near = await this.#run(changed, tests.slice(0, nearTests));
    if (near !== null) return near;
    if (!(await this.#compiles())) return { outcome: 'type error', by: '' };
    const far = tests.slice(nearTests);
    /** @param {string} test */
    const isSlow = (test) => this.#slow.has(test);
    const inOrder = [...far.filter((test) => !isSlow(test)), ...far.filter(isSlow)];
    const outcome = tests.length === 0 ? 'no test' : 'survived';
    return (await this.#run(changed, inOrder)) ?? { outcome, by: '' };
  }

  /**
   * A test that fails anyway has found nothing.
   * @param {string} changed
   * @param {string} test
   */
  async #mustPass(changed, test) {
    if (this.#sound.has(test)) return;
    if ((await this.#run(changed, [test])) !== null) {
      throw new SetUpError(`${test} fails without any mutant.`);
    }
    this.#sound.add(test);
  }

  /**
   * @param {string} changed
   * @param {readonly string[]} tests
   * @returns {Promise<Fate | null>} null where all of them pass
   */
  async #run(changed, tests) {
    if (tests.length === 0) return null;
    const child = (this.#tests ??= await this.#startTests());
    child.send({ changed, tests: tests.map((test) => path.join(this.#copy, test)) });
    const news = await this.#next(child, 'done');
    if (news === 'silent') {
      this.#endTests();
      return { outcome: 'timeout', by: '' };
    }
    if (news === 'ended' || news.type !== 'done') throw new SetUpError('Vitest has ended.');
    for (const test of news.slow) this.#slow.add(this.#below(test));
    return news.failed === null ? null : { outcome: 'killed', by: this.#below(news.failed) };
  }

  /** @param {string} file of the copy */
  #below(file) {
    return path.relative(this.#copy, file).replaceAll('\\', '/');
  }

  async #startTests() {
    const home = path.join(this.#folder, 'home');
    fs.mkdirSync(home, { recursive: true });
    // A mutant may write where it should not: never into the home of a person.
    const env = { ...process.env, HOME: home, USERPROFILE: home, CODEX_HOME: undefined };
    const child = spawn(process.execPath, [inRepo('scripts/mutant-tests.mjs'), this.#copy], {
      cwd: this.#copy,
      env: { ...env, DBUS_SESSION_BUS_ADDRESS: undefined },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Workers that never end have to end with it.
      detached: true,
    });
    const news = await this.#next(child, 'ready');
    if (typeof news === 'string') throw new SetUpError('Vitest does not start.');
    return child;
  }

  #endTests() {
    const pid = this.#tests?.pid;
    this.#tests = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {TestNews['type']} type
   * @returns {Promise<TestNews | 'ended' | 'silent'>}
   */
  #next(child, type) {
    return new Promise((resolve) => {
      /** @type {NodeJS.Timeout | undefined} */
      let timer;
      /** @param {TestNews | 'ended' | 'silent'} news */
      const end = (news) => {
        clearTimeout(timer);
        child.off('message', listen).off('exit', ended);
        resolve(news);
      };
      const ended = () => end('ended');
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => end('silent'), silenceMs);
      };
      /** @param {unknown} message */
      const listen = (message) => {
        const news = /** @type {TestNews} */ (message);
        if (news.type === type) end(news);
        else wait();
      };
      child.on('message', listen).on('exit', ended);
      wait();
    });
  }

  async #compiles() {
    const args = [inRepo('node_modules/ts7/bin/tsc'), '--build'];
    const { exitCode } = await runCommand(process.execPath, args, { cwd: this.#copy, quiet: true });
    return exitCode === 0;
  }
}

/** @returns {Promise<string[]>} the files of the repository, below it, those not yet committed too */
export async function repositoryFiles() {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { output } = await runCommand('git', args, { cwd: repoFolder, quiet: true });
  return output.split('\0').filter((file) => file !== '' && fs.existsSync(inRepo(file)));
}
