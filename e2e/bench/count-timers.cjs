// A page loads this before its own scripts: it counts in `benchTimers` how many timers ring.
const { webFrame } = require('electron');

void webFrame.executeJavaScript(`(() => {
  globalThis.benchTimers = 0;
  for (const name of ['setTimeout', 'setInterval']) {
    const set = globalThis[name];
    globalThis[name] = (ring, ...rest) =>
      set((...args) => {
        globalThis.benchTimers += 1;
        ring(...args);
      }, ...rest);
  }
})()`);
