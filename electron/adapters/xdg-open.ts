import { findProgram } from './find-program.ts';

/**
 * Whether there is an `xdg-open` to hand a page to. Electron starts it on Linux
 * and reports success also where there is none; that it then fails, for want of
 * a browser, is not reported either.
 */
export async function hasXdgOpen(
  env: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  return (await findProgram('xdg-open', env)) !== null;
}
