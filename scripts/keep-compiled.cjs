// Electron loads this before the app (`-r`) when the app is built: it keeps what V8 has compiled of
// the main process once the page shows the account, and ends. Nothing is shown to anybody.
'use strict';

const fs = require('node:fs');
const vm = require('node:vm');
const zlib = require('node:zlib');
const { app, BrowserWindow } = require('electron');

const { COMPILED_FILE: file = '', COMPILED_TEXT: text = '' } = process.env;

/** What follows the first paint is part of a start as well. */
const afterwardsMs = 1_000;

/** @type {vm.Script | undefined} */
let program;
const { Script } = vm;
vm.Script = class extends Script {
  /** @param {ConstructorParameters<typeof Script>} given */
  constructor(...given) {
    super(...given);
    program ??= this;
  }
};

BrowserWindow.prototype.show = () => {};
BrowserWindow.prototype.focus = () => {};

const untilShown = `new Promise((done) => {
  const look = () =>
    document.body.textContent.includes(${JSON.stringify(text)}) ? done() : setTimeout(look, 20);
  look();
})`;

app.on('web-contents-created', (_event, contents) => {
  contents.on('dom-ready', async () => {
    await contents.executeJavaScript(untilShown);
    setTimeout(() => {
      if (program === undefined) throw new Error('the program was not run');
      fs.writeFileSync(file, zlib.deflateRawSync(program.createCachedData(), { level: 9 }));
      app.exit(0);
    }, afterwardsMs);
  });
});
