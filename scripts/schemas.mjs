// `npm run schemas`: writes docs/schemas anew from the schemas that the command line is held to, and
// into the profile for macOS what the samples for Linux say.
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

const profile = inRepo('docs/policy/macos/com.openai.codex.mobileconfig');
const samples = { config: 'managed_config.toml', requirements: 'requirements.toml' };
let text = fs.readFileSync(profile, 'utf8');
for (const [name, sample] of Object.entries(samples)) {
  const base64 = fs.readFileSync(inRepo(`docs/policy/linux/${sample}`), 'base64');
  const value = new RegExp(`(<key>${name}_toml_base64</key>\\s*<string>)[^<]*`);
  text = text.replace(value, (_, before) => before + base64);
}
fs.writeFileSync(profile, text);
