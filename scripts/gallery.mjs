// `npm run gallery`: a picture of each state of the kit in light, dark, narrow and forced colours,
// and test-results/gallery/index.html, which shows them all. Arguments go to Playwright, for a part
// of it: npm run gallery -- -g offline
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runMain, say } from './commands.mjs';
import { withEndToEnd } from './end-to-end.mjs';
import { galleryPage } from './gallery-page.mjs';
import { inRepo } from './paths.mjs';

const folder = inRepo('test-results/gallery');

runMain(() =>
  withEndToEnd({ virtualDisplay: true }, async ({ playwright }) => {
    const chosen = process.argv.slice(2);
    if (chosen.length === 0) fs.rmSync(folder, { recursive: true, force: true });
    const specs = ['e2e/gallery/', '--project=gallery', '--project=sign-in-ports'];
    const exitCode = await playwright([...specs, ...chosen], { GATEHOUSE_GALLERY: folder });
    /** @type {typeof import('../qa/index.ts')} */
    const { states } = await import(pathToFileURL(inRepo('out/qa/index.js')).href);
    fs.mkdirSync(folder, { recursive: true });
    const page = path.join(folder, 'index.html');
    fs.writeFileSync(page, galleryPage(states, fs.readdirSync(folder)));
    say(`Wrote ${page}`);
    return exitCode;
  }),
);
