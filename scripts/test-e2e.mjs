// `npm run test:e2e`: the end-to-end tests alone; arguments go to Playwright. The project `packaged`
// tests what the last `npm run pack` left in dist/. With `--headed`, `--debug` or `--ui` the windows
// are on this machine's display, for people to watch.
import { runMain } from './commands.mjs';
import { withEndToEnd } from './end-to-end.mjs';
import { hasDisplay } from './virtual-display.mjs';

const args = process.argv.slice(2);
const isWatched = ['--headed', '--debug', '--ui'].some((option) => args.includes(option));

runMain(() =>
  withEndToEnd({ virtualDisplay: !(isWatched && hasDisplay()) }, ({ playwright }) =>
    playwright(args),
  ),
);
