import { expect, it } from 'vitest';

import { readSettings, settingsPlaces } from '../policy/codex-config.ts';
import type { ConfigFile } from '../policy/config-document.ts';
import { reportOfSettings } from '../testing/policy-reports.ts';

const home = 'C:\\Users\\ada\\.codex';
const system = 'C:\\ProgramData\\OpenAI\\Codex';
const forced: ConfigFile = { kind: 'text', text: 'forced_login_method = "api"' };

async function reportWith(
  files: readonly string[],
  { platform = 'win32', previewOf = null as string | null } = {},
) {
  const read = (place: string) =>
    Promise.resolve<ConfigFile>(files.includes(place) ? forced : { kind: 'absent' });
  const noDotenv = () => Promise.resolve({ kind: 'absent' } as const);
  const settings = await readSettings(settingsPlaces(platform, home, {}), read, noDotenv);
  return reportOfSettings(settings, { previewOf });
}

it.each([
  [home, 'user'],
  [system, 'machine'],
])('says that a managed_config.toml in %s has no effect on Windows', async (folder, scope) => {
  const source = `${folder}\\managed_config.toml`;
  const report = await reportWith([source]);
  const message = `Codex doesn’t read this file on Windows: nothing in it applies. Put rules in ${system}\\requirements.toml instead.`;
  expect(report.warnings).toMatchObject([{ kind: 'ignoredFile', source, message }]);
  expect(report.sources.at(-1)).toMatchObject({
    place: source,
    status: 'notLookedAt',
    scope,
    message,
  });
  expect(report).toMatchObject({ state: 'attention', managedBy: [] });
  expect(report.policies.filter(({ layers }) => layers.length > 0)).toEqual([]);
});

it('names neither where it is not there, nor in a preview', async () => {
  const names = async (...asked: Parameters<typeof reportWith>) =>
    JSON.stringify(await reportWith(...asked)).includes('managed_config.toml');
  const both = [home, system].map((folder) => `${folder}\\managed_config.toml`);
  expect(await names(both)).toBe(true);
  expect(await names([])).toBe(false);
  expect(await names(both, { previewOf: `${system}\\config.toml` })).toBe(false);
});

it('is silent on other systems, which have other names', async () => {
  const { warnings } = await reportWith([`${home}\\managed_config.toml`], { platform: 'linux' });
  expect(warnings).toEqual([]);
});
