import fs from 'node:fs/promises';

import { protocol, type Session } from 'electron';

import { appHeaders, appScheme, resolveAppFile } from './app-files.ts';

/** Makes the app's scheme an origin like that of a web site. Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the files of a folder, and nothing else, to the pages of a session. */
export function serveAppFiles(session: Session, folder: string): void {
  session.protocol.handle(appScheme, async ({ method, url }) => {
    if (method !== 'GET') return refusal(405);
    const found = resolveAppFile(folder, url);
    if (found === null) return refusal(404);
    try {
      const body = new Uint8Array(await fs.readFile(found.file));
      return new Response(body, { headers: { ...appHeaders, 'Content-Type': found.mimeType } });
    } catch {
      return refusal(404);
    }
  });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { ...appHeaders } });
}
