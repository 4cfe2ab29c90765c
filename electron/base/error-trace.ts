/** Name and stack of an error for the log, without its message, which could quote a secret. */
export function errorTrace(error: unknown): { readonly name: string; readonly frames: string } {
  if (!(error instanceof Error)) return { name: typeof error, frames: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    frames: frames
      .slice(0, 8)
      .map((frame) => frame.trim())
      .join(' | '),
  };
}
