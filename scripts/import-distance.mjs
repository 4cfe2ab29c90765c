import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { repoFolder } from './paths.mjs';

/** @typedef {ReadonlyMap<string, readonly string[]>} Importers who imports a file directly */

/**
 * Reads who imports whom.
 * @param {readonly string[]} files below the repository, with slashes
 * @returns {Importers}
 */
export function importersAmong(files) {
  const known = new Set(files);
  /** @type {Map<string, string[]>} */
  const importers = new Map();
  for (const file of files) {
    const content = fs.readFileSync(path.join(repoFolder, file), 'utf8');
    // Nothing of a type is left when the code runs.
    const code = content.replaceAll(/^(import|export) type [^;]*;/gm, '');
    for (const { fileName } of ts.preProcessFile(code).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const imported = path.posix.join(path.posix.dirname(file), fileName);
      if (known.has(imported)) importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  return importers;
}

/**
 * The test files that import a file, directly or not: the nearest first, and before them the one
 * that stands beside it.
 * @param {string} file
 * @param {Importers} importers
 */
export function testsOf(file, importers) {
  const found = new Set([file]);
  for (const next of found) for (const importer of importers.get(next) ?? []) found.add(importer);
  const own = file.replace(/\.tsx?$/, '');
  /** @param {string} test */
  const isOwn = (test) => test.startsWith(`${own}.`);
  const tests = [...found].filter((each) => /\.test\.tsx?$/.test(each));
  return [...tests.filter(isOwn), ...tests.filter((test) => !isOwn(test))];
}
