import { _electron } from '@playwright/test';
import { repoFolder } from './paths.mjs';

/**
 * @typedef {object} ScreenshotOptions
 * @property {string} file absolute; a PNG
 * @property {'signed-out' | 'waiting' | 'signed-in'} state to bring the window to
 * @property {'light' | 'dark'} theme
 * @property {'account' | 'policy' | 'activity' | 'diagnostics' | 'settings'} view
 * @property {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env added to this environment
 * @property {typeof import('../qa/index.ts')} kit
 */

const sectionNames = {
  policy: 'Policy',
  activity: 'Activity',
  diagnostics: 'Diagnostics',
  settings: 'Settings',
};

/**
 * Drives the real window, signs in through the issuer as a person would, and takes its picture.
 * @param {ScreenshotOptions} options
 */
export async function takeScreenshot(options) {
  const { file, state, theme, view, runtime, args, env, kit } = options;
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [repoFolder, ...args],
    cwd: repoFolder,
    env: definedOnly({ ...process.env, ...runtime.env, ...env }),
  });
  try {
    // The link is followed here, not in the user's browser.
    await app.evaluate(({ shell }) => {
      shell.openExternal = () => Promise.resolve();
    });
    const window = await app.firstWindow();
    await window.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await bringTo(window, state, kit);
    if (view !== 'account') {
      await window.getByRole('button', { name: sectionNames[view], exact: true }).click();
      await window.getByText(/^(Reading|Checking)…$/).waitFor({ state: 'hidden' });
    }
    // Whatever comes to be under the pointer would look as if it were pointed at.
    await window.mouse.move(0, 0);
    await window.screenshot({ path: file, animations: 'disabled' });
  } finally {
    await app.close();
  }
}

/**
 * @param {import('@playwright/test').Page} window
 * @param {ScreenshotOptions['state']} state
 * @param {ScreenshotOptions['kit']} kit
 */
async function bringTo(window, state, { ada, signInWith }) {
  const signIn = window.getByRole('button', { name: 'Sign in with ChatGPT' });
  if (state === 'signed-out') return signIn.waitFor();
  await signIn.click();
  const link = window.getByRole('textbox', { name: 'Sign-in link' });
  await link.waitFor();
  if (state === 'waiting') return;
  await signInWith(await link.inputValue(), ada.email);
  await window.getByRole('region', { name: 'Account' }).getByText(ada.email).first().waitFor();
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
const definedOnly = (env) =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
