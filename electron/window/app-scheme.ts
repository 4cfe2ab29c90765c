import fs from 'node:fs/promises';

import { protocol, type ProtocolResponse, type Session } from 'electron';

import { appHeaders, appScheme, resolveAppFile } from './app-files.ts';

/** Makes the app's scheme an origin like that of a web site. Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the files of a folder, and nothing else, to the pages of a session. */
export function serveAppFiles(session: Session, folder: string): void {
  // What has taken its place answers with a `Response`, for which Node loads all of `fetch` first:
  // 60 ms of a start.
  session.protocol.registerBufferProtocol(appScheme, ({ method, url }, answer) => {
    void answerOf(folder, method, url).then(answer);
  });
}

async function answerOf(folder: string, method: string, url: string): Promise<ProtocolResponse> {
  if (method !== 'GET') return refusal(405);
  const found = resolveAppFile(folder, url);
  if (found === null) return refusal(404);
  try {
    const data = await fs.readFile(found.file);
    return { statusCode: 200, data, headers: { ...appHeaders, 'Content-Type': found.mimeType } };
  } catch {
    return refusal(404);
  }
}

function refusal(statusCode: number): ProtocolResponse {
  return { statusCode, data: Buffer.alloc(0), headers: { ...appHeaders } };
}
