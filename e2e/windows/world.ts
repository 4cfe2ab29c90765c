import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { test as base } from '@playwright/test';

import { ada, grace, type IssuerAccount } from '../../electron/testing/issuer/accounts.ts';
import {
  startEmbeddedIssuer,
  type EmbeddedIssuer,
} from '../../electron/testing/issuer/embedded-issuer.ts';
import type { EmbeddedIssuerOptions } from '../../electron/testing/issuer/issuer-options.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { startAppServer, type CodexAppServer } from '../fixtures/codex-app-server.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { homeIn, newFolder, type WindowsHome } from './home.ts';
import {
  codexProgram,
  runCodex,
  runWindows,
  startCodex,
  startGatehouse,
  windowsCommand,
  windowsEnvironment,
  windowsPath,
} from './programs.ts';

export { expect } from '@playwright/test';
export { homeIn, type WindowsHome } from './home.ts';

export const apiKey = 'sk-test-0123456789abcdef';

interface Fixtures {
  issuerOptions: EmbeddedIssuerOptions;
  issuer: EmbeddedIssuer;
  /** A folder that Windows has on its system drive, and that is removed after the test. */
  spareFolder: string;
  /** The name of the folder of `home` below that one. */
  homeName: string;
  home: WindowsHome;
}

export const test = base.extend<Fixtures>({
  issuerOptions: [{}, { option: true }],
  issuer: async ({ issuerOptions }, use) => {
    const issuer = await startEmbeddedIssuer({ deviceIntervalSeconds: 1, ...issuerOptions });
    await use(issuer);
    await issuer.close();
  },
  homeName: ['home', { option: true }],
  spareFolder: async ({}, use) => {
    const folder = await newFolder();
    await use(folder);
    await rm(folder, { recursive: true });
  },
  home: async ({ issuer, homeName, spareFolder }, use) => {
    await use(await homeIn(path.join(spareFolder, homeName), issuer));
  },
});

export async function signInByGatehouse(home: WindowsHome, account: IssuerAccount): Promise<void> {
  const login = startGatehouse(['login', '--device'], home);
  const [page] = await login.until(/http:\S+\/codex\/device/);
  const [, code = ''] = await login.until(/enter this code.*:\s+(\S+)/);
  await approveDevice(page, code, account.email);
  const { exitCode, stderr } = await login.end;
  if (exitCode !== 0) throw new Error(`the sign-in failed: ${stderr}`);
}

export async function signInByCodex(home: WindowsHome, issuer: EmbeddedIssuer): Promise<void> {
  const args = ['login', '--device-auth', '--experimental_issuer', issuer.origin];
  const login = startCodex(args, home);
  const [, code = ''] = await login.until(/([A-Z0-9]{4}-[A-Z0-9]{5})/);
  await approveDevice(`${issuer.origin}/codex/device`, code, grace.email);
  const { exitCode, stderr } = await login.end;
  if (exitCode !== 0) throw new Error(`the sign-in failed: ${stderr}`);
}

/** Exit code and verdict of `codex login status`, which may begin with warnings. */
export async function codexStatus(home: WindowsHome): Promise<[number | null, string]> {
  const { exitCode, stderr } = await runCodex(['login', 'status'], home);
  const verdict = /^(?:Logged in|Not logged in|API key|Error).*$/m.exec(stderr)?.[0] ?? stderr;
  return [exitCode, verdict.trimEnd()];
}

/** Starts the app-server of the real CLI, which takes pipes in Wine as well. */
export function startCodexServer(home: WindowsHome): Promise<CodexAppServer> {
  return startAppServer(windowsCommand(codexProgram, ['app-server']), windowsEnvironment(home.env));
}

/** The refresh tokens that were shown, oldest first. */
export function shownTokens(issuer: EmbeddedIssuer): readonly unknown[] {
  const refreshes = issuer.requests.filter(({ grant }) => grant === 'refresh_token');
  return refreshes.map(({ params }) => params['refresh_token']);
}

/** Signs Ada in, with an access token that is due. @returns what is in auth.json */
export async function dueRecord(
  home: WindowsHome,
  issuer: EmbeddedIssuer,
): Promise<Record<string, unknown>> {
  const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 });
  await home.writeAuth(record);
  return record;
}

export function refreshTokenIn({ tokens }: Record<string, unknown>): string {
  return (tokens as { readonly refresh_token: string }).refresh_token;
}

/** `auth.json` as programs of Windows name it. */
export function authFile({ windowsFolder }: WindowsHome): string {
  return `${windowsFolder}\\auth.json`;
}

/** Runs a script of cmd.exe. @returns what it prints */
export async function cmd(home: WindowsHome, lines: readonly string[]): Promise<string> {
  const file = path.join(home.folder, 'script.cmd');
  await writeFile(file, ['@echo off', ...lines, ''].join('\r\n'));
  const { stdout, stderr } = await runWindows('cmd.exe', ['/d', '/c', windowsPath(file)], home);
  return stdout + stderr;
}
