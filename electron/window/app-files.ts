import path from 'node:path';

import { appOrigin } from './app-address.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface AppFile {
  /** Absolute. */
  readonly file: string;
  readonly mimeType: string;
}

/**
 * The file that an address stands for, or null where it stands for none: another
 * origin, a kind of file the window has no use for, or a way out of the folder,
 * however it is written. Whether the file exists is not asked.
 *
 * @param folder absolute; holds everything that may be served.
 */
export function resolveAppFile(folder: string, address: string): AppFile | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // `origin` is "null" for a scheme that the URL standard does not know.
  if (`${url.protocol}//${url.host}` !== appOrigin) return null;
  const relative = decodePath(url.pathname);
  if (relative === null) return null;
  const file = path.join(folder, relative);
  const mimeType = mimeTypes[path.extname(file)];
  const isInside = file.startsWith(folder + path.sep);
  return isInside && mimeType !== undefined ? { file, mimeType } : null;
}

function decodePath(pathname: string): string | null {
  const encoded = pathname === '/' ? '/index.html' : pathname;
  try {
    const decoded = decodeURIComponent(encoded);
    // Neither has a place in a name of ours, and each means a separator or an end somewhere.
    return /[\\\0:]/.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}
