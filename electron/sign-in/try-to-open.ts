import type { OpenBrowser } from '../ports.ts';

/** Opens a page; a failure is the same as having no browser, since the link can be copied. */
export async function tryToOpen(openBrowser: OpenBrowser, url: string): Promise<boolean> {
  try {
    return await openBrowser(url);
  } catch {
    return false;
  }
}
