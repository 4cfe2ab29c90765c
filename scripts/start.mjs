// `npm start`: sets up, builds and runs Gatehouse. `npm start -- --virtual-display` runs it where
// there is no screen; other arguments go to the app.
import { ensureBuild } from './build.mjs';
import { runMain, say, SetUpError } from './commands.mjs';
import { launch } from './launch.mjs';
import { setUp } from './setup.mjs';
import { hasDisplay, startVirtualDisplay } from './virtual-display.mjs';

const virtualDisplayOption = '--virtual-display';

runMain(async () => {
  const args = process.argv.slice(2);
  const virtual = args.includes(virtualDisplayOption);
  const runtime = await setUp({ virtualDisplay: virtual });
  await ensureBuild();
  if (!virtual && !hasDisplay()) {
    throw new SetUpError(
      'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set). ' +
        `Run: npm start -- ${virtualDisplayOption}`,
    );
  }
  const display = virtual ? await startVirtualDisplay() : undefined;
  if (display) say(`Running on the virtual display ${display.env['DISPLAY']}`);
  const appArguments = args.filter((argument) => argument !== virtualDisplayOption);
  try {
    return await launch(runtime, appArguments, display?.env);
  } finally {
    display?.stop();
  }
});
