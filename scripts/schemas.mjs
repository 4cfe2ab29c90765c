// `npm run schemas`: writes docs/schemas anew from the schemas that the command line is held to, the
// list of commands in docs/command-line.md, the table of docs/settings.md, and below docs/policy what follows from the table of
// policies.
import fs from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import { inRepo } from './paths.mjs';

const load = async (/** @type {string} */ script) =>
  (await runnerImport(inRepo('scripts', script), { configFile: false })).module;

const folder = inRepo('docs/schemas');
const { schemaFiles } = await load('json-schemas.ts');
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
for (const { name, text } of await schemaFiles()) {
  fs.writeFileSync(path.join(folder, name), text);
}

const { commandPage } = await load('command-documents.ts');
const page = inRepo('docs/command-line.md');
fs.writeFileSync(page, commandPage(fs.readFileSync(page, 'utf8')));

const { settingsPage } = await load('settings-document.ts');
const settings = inRepo('docs/settings.md');
fs.writeFileSync(settings, settingsPage(fs.readFileSync(settings, 'utf8')));

const { policyDocuments } = await load('policy-documents.ts');
for (const [name, textOf] of Object.entries(policyDocuments)) {
  const file = inRepo('docs/policy', name);
  const present = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  fs.writeFileSync(file, textOf(present));
}
