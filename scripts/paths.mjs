import path from 'node:path';

export const repoFolder = path.resolve(import.meta.dirname, '..');

/** @param {string[]} segments */
export const inRepo = (...segments) => path.join(repoFolder, ...segments);
