/** What the language itself has, and the interpreter uses while it runs. */
const KEPT =
  /^(Object|Function|Array|Number|parseFloat|parseInt|Infinity|NaN|undefined|isNaN|isFinite|Boolean|String|Symbol|Date|Promise|RegExp|\w*Error|JSON|Math|Intl|ArrayBuffer|\w+Array|DataView|Map|BigInt|Set|Iterator|WeakMap|WeakSet|WeakRef|Proxy|Reflect|FinalizationRegistry|globalThis|WebAssembly|TextDecoder|TextEncoder)$/;

/**
 * Takes everything out of the realm that a script could use if it found a way into JavaScript: process, fetch, timers, buffers.
 * No wall, since the permission model and the system are; but there is nothing behind the first door either.
 */
export function stripRealm(): void {
  const realm = globalThis as unknown as Record<string, unknown>;
  const { performance: clock, crypto: chance } = globalThis;
  for (const name of Object.getOwnPropertyNames(globalThis)) if (!KEPT.test(name)) delete realm[name];
  realm['performance'] = Object.freeze({ now: () => clock.now() });
  realm['crypto'] = Object.freeze({ getRandomValues: (into: Uint8Array<ArrayBuffer>) => chance.getRandomValues(into) });
  const silent = () => undefined;
  // Where it meets a fault of its own, the interpreter writes here and ends.
  realm['console'] = Object.freeze({ log: silent, warn: silent, error: silent, info: silent, debug: silent });
}
