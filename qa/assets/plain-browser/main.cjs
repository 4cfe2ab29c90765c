// A system browser for end-to-end tests: a plain Chromium window on the web address given as argument.
const { app, BrowserWindow } = require('electron');

// Playwright and Electron put arguments of their own around ours.
const address = process.argv.slice(1).find((argument) => /^https?:\/\//.test(argument));

app.on('window-all-closed', () => app.quit());
app.whenReady().then(async () => {
  // Default web preferences: sandboxed, isolated, no Node in the page.
  const window = new BrowserWindow({ width: 900, height: 760 });
  // A page that cannot be reached is for the test to see, not a reason to end.
  await window.loadURL(address ?? 'about:blank').catch(() => undefined);
});
