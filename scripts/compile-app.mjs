import fs from 'node:fs';
import { runCommand, say, SetUpError } from './commands.mjs';
import { asSignedIn, emailOfNobody } from './compile-program.mjs';
import { findElectronRuntime } from './electron-runtime.mjs';
import { sandboxArguments } from './launch.mjs';
import { inRepo, repoFolder } from './paths.mjs';
import { hasDisplay, startVirtualDisplay } from './virtual-display.mjs';

/** As electron/launcher.cjs names it. */
const compiledFile = inRepo(
  `out/main/program.${process.platform}-${process.arch}.compiled.deflated`,
);

/**
 * Writes beside the main process what V8 compiles of it until the account is painted. It counts for
 * this version of Electron alone. Where no Electron is installed, or no window can be opened, the
 * app is built without: it then compiles what it needs at each start.
 * @throws {SetUpError} where the app does not start
 */
export async function compileApp() {
  const runtime = findElectronRuntime();
  const display = hasDisplay() ? null : await startVirtualDisplay().catch(() => undefined);
  if (runtime === undefined || display === undefined) {
    say('Not compiled ahead: that takes an Electron and a display. Run: npm start');
    return;
  }
  try {
    await asSignedIn(async (env) => {
      const preload = inRepo('scripts/keep-compiled.cjs');
      const args = ['-r', preload, repoFolder, ...sandboxArguments()];
      const asked = { COMPILED_FILE: compiledFile, COMPILED_TEXT: emailOfNobody };
      const { exitCode, output } = await runCommand(runtime.executable, args, {
        env: { ...env, ...asked, ...display?.env },
        quiet: true,
        signal: AbortSignal.timeout(patienceMs),
      });
      if (exitCode !== 0 || !fs.existsSync(compiledFile)) {
        throw new SetUpError(`The app did not show the account:\n${output}`);
      }
    });
  } finally {
    display?.stop();
  }
}

const patienceMs = 60_000;
