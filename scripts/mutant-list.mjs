import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { inRepo } from './paths.mjs';

/** The folders that have to notice a change of their code. */
export const mutatedFolders = ['auth', 'store', 'policy', 'account'];

/**
 * One small change of a production file.
 * @typedef {object} Mutant
 * @property {string} file below the repository, with slashes
 * @property {number} start of what is replaced, as an offset in the file
 * @property {number} end
 * @property {number} line the first one is 1
 * @property {string} code the line where it begins
 * @property {string} mutator Stryker's name for the kind of change
 * @property {string} original
 * @property {string} replacement
 */

/**
 * A mutant that no test can tell from the code as it is. Known by its text, so that it stays known
 * when lines above it change; white space does not count.
 * @typedef {Pick<Mutant, 'file' | 'code' | 'original' | 'replacement'> & { reason: string }} EqualMutant
 */

/** @returns {string[]} the production files, below the repository */
export function mutatedFiles() {
  return mutatedFolders
    .flatMap((folder) =>
      fs
        .readdirSync(inRepo('electron', folder), { recursive: true, encoding: 'utf8' })
        .map((name) => `electron/${folder}/${name.replaceAll('\\', '/')}`),
    )
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(file))
    .sort();
}

/**
 * Every mutant that Stryker knows of these files.
 * @param {readonly { name: string, content: string }[]} files
 * @returns {Promise<Mutant[]>} in the order of the files
 */
export async function mutantsOf(files) {
  const instrumenter = new Instrumenter(silentLogger);
  const contents = new Map(files.map(({ name, content }) => [name, content]));
  const { mutants } = await instrumenter.instrument(
    files.map(({ name, content }) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  );
  return mutants.map(({ fileName, location, mutatorName, replacement }) => {
    const lines = (contents.get(fileName) ?? '').split('\n');
    /** @param {{ line: number, column: number }} position from 0 */
    const offsetOf = ({ line, column }) =>
      lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + column;
    const [start, end] = [offsetOf(location.start), offsetOf(location.end)];
    const original = lines.join('\n').slice(start, end);
    return {
      file: fileName,
      start,
      end,
      line: location.start.line + 1,
      code: (lines[location.start.line] ?? '').trim(),
      mutator: mutatorName,
      original,
      // `a ?? b` within `a ?? b ?? c` becomes `a && b`, which needs them.
      replacement: mutatorName === 'LogicalOperator' ? `(${replacement})` : replacement,
    };
  });
}

/**
 * @param {string} content of the mutant's file
 * @param {Mutant} mutant
 */
export const mutated = (content, { start, end, replacement }) =>
  content.slice(0, start) + replacement + content.slice(end);

/**
 * Parts the mutants that are to be found from those known to be equal.
 * @param {readonly Mutant[]} mutants
 * @param {readonly EqualMutant[]} equal
 * @returns {{ unequal: Mutant[], stale: EqualMutant[] }} stale are the entries that name no mutant
 */
export function withoutEqual(mutants, equal) {
  const known = new Set(mutants.map(textOf));
  const excluded = new Set(equal.map(textOf));
  return {
    unequal: mutants.filter((mutant) => !excluded.has(textOf(mutant))),
    stale: equal.filter((entry) => !known.has(textOf(entry))),
  };
}

/**
 * Draws mutants by their own text, so that a change of one file leaves the draws from all others.
 * @param {readonly Mutant[]} mutants
 * @param {number} seed
 * @param {number} count
 */
export function draw(mutants, seed, count) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const ranked = mutants.map((mutant) => {
    const text = textOf(mutant);
    const nth = seen.get(text) ?? 0;
    seen.set(text, nth + 1);
    const rank = createHash('sha256').update(`${seed}\n${nth}\n${text}`).digest('hex');
    return { mutant, rank };
  });
  return ranked
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

/** @param {Pick<Mutant, 'file' | 'code' | 'original' | 'replacement'>} mutant */
const textOf = ({ file, code, original, replacement }) =>
  [file, code, original, replacement].map((text) => text.replaceAll(/\s+/g, ' ').trim()).join('\n');

const nothing = () => undefined;
const no = () => false;
const silentLogger = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};
