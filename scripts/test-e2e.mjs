// `npm run test:e2e`: the end-to-end tests alone; arguments go to Playwright. The project `packaged`
// tests what the last `npm run pack` left in dist/.
import { ensureBuild } from './build.mjs';
import { runCommand, runMain } from './commands.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

runMain(async () => {
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const runtime = await setUp({ virtualDisplay: true, tests: true });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  const playwright = inRepo('node_modules/@playwright/test/cli.js');
  const args = ['test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)];
  const { exitCode } = await runCommand(process.execPath, [playwright, ...args], {
    env: { ...runtime.env, ...display?.env },
    signal: stop.signal,
  });
  display?.stop();
  return exitCode;
});
