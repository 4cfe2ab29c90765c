// Electron loads this before an app; it says on standard output when the page has painted a text.
// What else it does then is in variables: BENCH_SEARCH has words to search for, BENCH_CLOSE closes the
// window, BENCH_REOPEN opens it again so many times, BENCH_IDLE_MS counts the timers that ring meanwhile,
// BENCH_BLOCK opens each section and refreshes, and tells how long nothing else could run in the main process.
const { createHook } = require('node:async_hooks');
const { Session } = require('node:inspector/promises');
const { app, BrowserWindow } = require('electron');

const { BENCH_SEARCH, BENCH_CLOSE, BENCH_REOPEN, BENCH_IDLE_MS, BENCH_SETTLE_MS, BENCH_BLOCK } =
  process.env;
const text = JSON.stringify(process.env.BENCH_TEXT);
const untilPainted = `new Promise((done) => {
  const look = () =>
    document.body.textContent.includes(${text})
      ? requestAnimationFrame(() => setTimeout(done))
      : requestAnimationFrame(look);
  look();
})`;

/** The median of 21 searches, each after the whole list was shown again. */
const search = (words) => `(async () => {
  const field = document.querySelector('input[type=search]');
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const enter = async (text) => {
    await painted();
    const startedAt = performance.now();
    set.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await painted();
    return performance.now() - startedAt;
  };
  const taken = [];
  for (let time = 0; time < 21; time += 1) {
    taken.push(await enter(${words}));
    await enter('');
  }
  return taken.sort((a, b) => a - b)[10];
})()`;

const tell = (line) => process.stdout.write(`${line}\n`);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The page of the next window, once it is painted. */
const nextPainted = () =>
  new Promise((resolve) => {
    app.once('web-contents-created', (_event, contents) => {
      contents.once('dom-ready', async () => {
        await contents.executeJavaScript(untilPainted);
        resolve(contents);
      });
    });
  });

const closeAll = async () => {
  const closed = new Promise((resolve) => app.once('window-all-closed', resolve));
  for (const window of BrowserWindow.getAllWindows()) window.close();
  await closed;
};

/** From asking for the window, as a click on the icon does, until it is painted. */
const reopen = async () => {
  await closeAll();
  await wait(500);
  const painted = nextPainted();
  const startedAt = performance.now();
  app.emit('activate');
  await painted;
  return performance.now() - startedAt;
};

/** How many timers of Node and of the page ring. */
const countTimers = async (contents) => {
  const timers = new Set();
  let rung = 0;
  const hook = createHook({
    init: (id, type) => void (type === 'Timeout' && timers.add(id)),
    before: (id) => void (timers.has(id) && (rung += 1)),
  }).enable();
  await wait(Number(BENCH_SETTLE_MS));
  const inPage = () => contents.executeJavaScript('globalThis.benchTimers ?? 0');
  const before = { node: rung, page: await inPage() };
  tell('settled');
  await wait(Number(BENCH_IDLE_MS));
  // Its own wait was one.
  tell(`timers ${rung - before.node - 1 + (await inPage()) - before.page}`);
  hook.disable();
};

const press = (contents, keyCode) => {
  for (const type of ['keyDown', 'keyUp']) {
    contents.sendInputEvent({ type, keyCode, modifiers: ['control'] });
  }
};

const refresh = `document.querySelector('[data-testid="account-refresh"]')?.click()`;

/** The longest time without a pause in what the main process runs, in milliseconds. */
const longestBlock = async (contents) => {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  // Starting it is the longest of all.
  await wait(1_000);
  for (const section of ['2', '3', '4', '5', '1']) {
    press(contents, section);
    await wait(1_000);
  }
  await contents.executeJavaScript(refresh);
  await wait(3_000);
  const { profile } = await session.post('Profiler.stop');
  const pauses = new Set(
    profile.nodes
      .filter(({ callFrame }) => ['(idle)', '(program)'].includes(callFrame.functionName))
      .map(({ id }) => id),
  );
  const from = profile.startTime + 900_000;
  let [at, longest, present] = [profile.startTime, 0, 0];
  profile.samples.forEach((id, index) => {
    const lasts = profile.timeDeltas[index];
    at += lasts;
    present = pauses.has(id) || at < from ? 0 : present + lasts;
    longest = Math.max(longest, present);
  });
  return longest / 1_000;
};

if (BENCH_IDLE_MS !== undefined) {
  app.on('session-created', (session) => session.setPreloads([`${__dirname}/count-timers.cjs`]));
}

nextPainted().then(async (contents) => {
  tell('painted');
  if (BENCH_SEARCH !== undefined) {
    const ms = await contents.executeJavaScript(search(JSON.stringify(BENCH_SEARCH)));
    tell(`searched ${ms}`);
  }
  if (BENCH_BLOCK !== undefined) tell(`blocked ${await longestBlock(contents)}`);
  if (BENCH_REOPEN !== undefined) {
    const taken = [];
    while (taken.length < Number(BENCH_REOPEN)) taken.push(await reopen());
    tell(`reopened ${taken.join()}`);
  }
  if (BENCH_CLOSE !== undefined) {
    await closeAll();
    tell('closed');
  }
  if (BENCH_IDLE_MS !== undefined) await countTimers(contents);
});
