// `npm run test:e2e`: the end-to-end tests alone; arguments go to Playwright. The project `packaged`
// tests what the last `npm run pack` left in dist/.
import { runMain } from './commands.mjs';
import { withEndToEnd } from './end-to-end.mjs';

runMain(() =>
  withEndToEnd({ virtualDisplay: true }, ({ playwright }) => playwright(process.argv.slice(2))),
);
