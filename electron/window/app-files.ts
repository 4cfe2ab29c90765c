import path from 'node:path';

/** Not `file:`, whose pages share one origin with every other file and have more privileges. */
export const appScheme = 'app';
export const appOrigin = `${appScheme}://gatehouse`;
export const appPage = `${appOrigin}/index.html`;

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

interface AppFile {
  /** Absolute. */
  readonly file: string;
  readonly mimeType: string;
}

/**
 * The file of an address within an absolute folder, whether it exists or not. Null for another
 * origin, a type that the window does not use, and a way out of the folder.
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
    // Each is a separator or an end on some system.
    return /[\\\0:]/.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  // Its packets bypass the request filter of the session.
  "webrtc 'block'",
].join('; ');

export const appHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
