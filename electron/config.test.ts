import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { appId, isHiddenStart, readConfig, type Launch } from './config.ts';

const launch: Launch = {
  env: {},
  argv: ['/opt/gatehouse/gatehouse'],
  isPackaged: true,
  version: '1.2.3',
  execPath: '/opt/gatehouse/gatehouse',
  userHome: '/home/ada',
  mainFolder: '/opt/gatehouse/out/main',
};

function configOf(overrides: Partial<Launch>) {
  const result = readConfig({ ...launch, ...overrides });
  if (!result.ok) throw new Error(result.message);
  return result.config;
}

it('uses the provider and the usual folder of Codex by default', () => {
  const config = configOf({});
  expect(config).toMatchObject({
    codexHome: '/home/ada/.codex',
    customIssuer: null,
    tokenOverrides: [],
    startHidden: false,
    loginProgram: { kind: 'program', path: '/opt/gatehouse/gatehouse' },
    isDevelopment: false,
    debuggingSwitches: [],
    warnings: [],
  });
  expect(config.endpoints.issuer).toBe('https://auth.openai.com');
});

it('finds what it needs beside the built main script', () => {
  expect(configOf({}).folders).toEqual({
    renderer: '/opt/gatehouse/out/renderer',
    preloadScript: '/opt/gatehouse/out/preload/index.cjs',
    assets: '/opt/gatehouse/out/assets',
  });
});

it('shows another issuer by its origin', () => {
  const env = { GATEHOUSE_ISSUER: 'https://login.example.com/tenant' };
  expect(configOf({ env }).customIssuer).toBe('https://login.example.com');
});

it('refuses an issuer that would be spoken to in the clear', () => {
  const env = { GATEHOUSE_ISSUER: 'http://login.example.com' };
  expect(readConfig({ ...launch, env })).toEqual({
    ok: false,
    message: expect.stringContaining('GATEHOUSE_ISSUER') as string,
  });
});

it('passes on the warnings about the environment', () => {
  const env = { CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://elsewhere.example.com' };
  expect(configOf({ env }).warnings).toEqual([
    expect.stringContaining('CODEX_REFRESH_TOKEN_URL_OVERRIDE'),
  ]);
});

it('obeys CODEX_HOME', () => {
  expect(configOf({ env: { CODEX_HOME: '/srv/codex' } }).codexHome).toBe('/srv/codex');
});

it('starts hidden when told so, wherever the switch stands', () => {
  expect(configOf({ argv: ['gatehouse', '--secure-schemes=app', '--hidden'] }).startHidden).toBe(
    true,
  );
  expect(isHiddenStart(['gatehouse', '--hidden-not'])).toBe(false);
});

it('notices the switches that let a debugger in', () => {
  const argv = [
    'gatehouse',
    '--remote-debugging-port=9222',
    '--inspect',
    '--inspector',
    '--hidden',
  ];
  expect(configOf({ argv }).debuggingSwitches).toEqual([
    '--remote-debugging-port=9222',
    '--inspect',
  ]);
});

it('is for development unless packaged', () => {
  expect(configOf({ isPackaged: false }).isDevelopment).toBe(true);
});

it('says which variable sends tokens elsewhere', () => {
  const env = { CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'https://a.example/token' };
  expect(configOf({ env }).tokenOverrides).toEqual([
    'Refreshes go to https://a.example, because CODEX_REFRESH_TOKEN_URL_OVERRIDE is set.',
  ]);
});

it('says of no variable that sends them where the window says that they go', () => {
  const issuer = 'http://127.0.0.1:9000';
  const env = {
    GATEHOUSE_ISSUER: issuer,
    CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${issuer}/oauth/token`,
  };
  expect(configOf({ env })).toMatchObject({ customIssuer: issuer, tokenOverrides: [] });
});

it('has the name by which its installer knows it', () => {
  const installer = readFileSync(path.join(import.meta.dirname, '../electron-builder.yml'), 'utf8');
  expect(installer).toMatch(new RegExp(`^appId: ${appId}$`, 'm'));
});
