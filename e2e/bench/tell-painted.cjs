// Electron loads this before an app; it says on standard output when the page has painted a text,
// and then, where BENCH_SEARCH is set, how long the page takes until it has painted what that finds.
const { app } = require('electron');

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

app.on('web-contents-created', (_event, contents) => {
  contents.on('dom-ready', async () => {
    await contents.executeJavaScript(untilPainted);
    process.stdout.write('painted\n');
    const { BENCH_SEARCH: words } = process.env;
    if (words === undefined) return;
    const ms = await contents.executeJavaScript(search(JSON.stringify(words)));
    process.stdout.write(`searched ${ms}\n`);
  });
});
