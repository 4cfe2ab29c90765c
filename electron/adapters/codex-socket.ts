import path from 'node:path';

import WebSocket from 'ws';

import type { CodexConnection } from '../codex-server/codex-connection.ts';
import { realpath, stat } from '../files/look.ts';

/**
 * Where the background server listens (Codex CLI 0.171.0): a link in the Codex home to a socket in a
 * folder of the person's below /tmp, whose path is short.
 */
export function controlSocketOf(codexHome: string): string {
  return path.join(codexHome, 'app-server-control', 'app-server-control.sock');
}

const openLimitMs = 2_000;
const endLimitMs = 1_000;
/** Far above any answer. */
const maxMessage = 4 * 1024 * 1024;

/**
 * Connects to a Codex server that listens on a Unix socket: WebSocket frames, one message each. Null
 * where nobody listens there, or another user does. Closing the connection leaves the server.
 */
export async function connectToCodex(socket: string): Promise<CodexConnection | null> {
  const real = await ownSocket(socket);
  if (real === null) return null;
  const client = new WebSocket(`ws+unix:${real}:/`, {
    handshakeTimeout: openLimitMs,
    maxPayload: maxMessage,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  // It also closes then.
  client.on('error', () => undefined);
  let listener: (message: string) => void = () => undefined;
  client.on('message', (data, isBinary) => {
    if (!isBinary && Buffer.isBuffer(data)) listener(data.toString('utf8'));
  });
  const isOpen = await Promise.race([
    new Promise<boolean>((resolve) => client.once('open', () => resolve(true))),
    closed.then(() => false),
  ]);
  if (!isOpen) return null;
  return {
    send: (message) => {
      if (client.readyState === WebSocket.OPEN) client.send(message);
    },
    onMessage: (added) => {
      listener = added;
    },
    closed,
    close: async () => {
      client.close();
      const timer = setTimeout(() => client.terminate(), endLimitMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** The real path of a socket that is this person's, in a folder that nobody else can change. */
async function ownSocket(socket: string): Promise<string | null> {
  try {
    const real = await realpath(socket);
    const [facts, folder] = await Promise.all([stat(real), stat(path.dirname(real))]);
    const own = process.getuid?.();
    const isOwn = own === undefined || [facts, folder].every(({ uid }) => uid === own);
    const isPrivate = (folder.mode & 0o022) === 0;
    return facts.isSocket() && isOwn && isPrivate ? real : null;
  } catch {
    return null;
  }
}
