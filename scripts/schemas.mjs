// `npm run schemas`: writes docs/schemas anew from the schemas that the command line is held to.
import fs from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import { inRepo } from './paths.mjs';

const folder = inRepo('docs/schemas');
const { module } = await runnerImport(inRepo('scripts/json-schemas.ts'), {
  configFile: false,
});
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
for (const { name, text } of await module.schemaFiles()) {
  fs.writeFileSync(path.join(folder, name), text);
}
