import { lazy } from '../base/lazy.ts';

/**
 * To be called before X25519 of WebCrypto is used. Node 20.19.0 calls it experimental on standard
 * error, once in a process and as soon as it is asked for, which nobody there can do anything about.
 */
export const quietX25519 = lazy(() => {
  const emitWarning = process.emitWarning.bind(process);
  const warnOfOthers = (...[warning, ...more]: Parameters<typeof emitWarning>): void => {
    if (!/\bX25519\b.*\bexperimental\b/.test(String(warning))) emitWarning(warning, ...more);
  };
  process.emitWarning = warnOfOthers as typeof emitWarning;
  try {
    // What comes of it does not count: Node warns before it returns.
    crypto.subtle
      .importKey('raw', new Uint8Array(32), { name: 'X25519' }, false, [])
      .catch(() => undefined);
  } finally {
    process.emitWarning = emitWarning;
  }
});
