// Loaded before a program (`-r`), where Electron or Node allow that: neither does in a packaged app.
// Moves its clock by as many milliseconds as the variable says. Timers, `performance.now` and the
// times of files stay as they are.
globalThis.gatehouseTestClock ??= (() => {
  const Real = Date;
  let offsetMs = Number(process.env.GATEHOUSE_QA_CLOCK_OFFSET ?? 0);
  const now = () => Real.now() + offsetMs;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Real(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  return {
    move(byMs) {
      offsetMs = byMs;
    },
  };
})();
