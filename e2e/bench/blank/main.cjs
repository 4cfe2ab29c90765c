// The least that Electron shows: one sandboxed window with an empty page. It goes on without it, as
// an app in the tray does, and opens it again.
const { app, BrowserWindow } = require('electron');

const open = () => {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  return window.loadFile(`${__dirname}/blank.html`);
};

app.on('window-all-closed', () => {});
app.on('activate', open);
app.whenReady().then(open);
