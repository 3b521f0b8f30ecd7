/**
 * Loaded before a node's own code (`--import`), puts its machine's wall clock TEST_SKEW_MS off; the monotonic one is
 * as it was. Muster goes by the database's clock, and must not notice. Told so by its test (node-process.ts), it leaps.
 */
let skew = Number(process.env['TEST_SKEW_MS'] ?? 0);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [RealDate.now() + skew] : given, newTarget) as object,
  apply: () => new RealDate(RealDate.now() + skew).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? () => RealDate.now() + skew : (Reflect.get(target, name, receiver) as unknown),
});

process.on('message', (message: object) => {
  if (!('leapMs' in message)) return;
  skew += Number(message.leapMs);
  process.send?.({ leapt: skew });
});
