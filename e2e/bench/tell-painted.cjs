// Electron loads this before an app; it says on standard output when the page has painted a text.
const { app } = require('electron');

const text = JSON.stringify(process.env.BENCH_TEXT);
const untilPainted = `new Promise((done) => {
  const look = () =>
    document.body.textContent.includes(${text})
      ? requestAnimationFrame(() => setTimeout(done))
      : requestAnimationFrame(look);
  look();
})`;

app.on('web-contents-created', (_event, contents) => {
  contents.on('dom-ready', async () => {
    await contents.executeJavaScript(untilPainted);
    process.stdout.write('painted\n');
  });
});
