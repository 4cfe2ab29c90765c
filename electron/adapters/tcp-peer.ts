import { readFile, stat } from 'node:fs/promises';

import { peerCheck, type CheckPeer } from '../sign-in/peer-check.ts';
import { readTcpTable } from './tcp-table.ts';

/**
 * Who may finish a sign-in here: this user, and for a command under sudo the person who
 * called it and whoever the Codex home belongs to. Only Linux tells whose a connection is.
 *
 * @param codexHome absolute.
 */
export function peerCheckOf(
  platform: NodeJS.Platform,
  codexHome: string,
  env: Readonly<Record<string, string | undefined>>,
): CheckPeer {
  if (platform !== 'linux') return () => Promise.resolve({ kind: 'trusted' });
  // Most programs never wait for a browser, so that nothing is looked at before one comes.
  let check: Promise<CheckPeer> | null = null;
  return async (ends) => {
    check ??= usersHere(codexHome, env).then((users) => peerCheck(readTcpTable, users));
    return (await check)(ends);
  };
}

async function usersHere(
  codexHome: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly number[]> {
  const own = process.geteuid?.() ?? 0;
  if (own !== 0) return [own];
  const sudo = /^\d+$/.test(env['SUDO_UID'] ?? '') ? [Number(env['SUDO_UID'])] : [];
  const owner = await stat(codexHome).then(
    ({ uid }) => [uid],
    () => [],
  );
  return [own, ...sudo, ...owner];
}

/** The name of a user of this machine; null where /etc/passwd has none. */
export async function userNameOf(uid: number): Promise<string | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd.split('\n').map((line) => line.split(':'));
  return fields.find(([, , number]) => number === String(uid))?.[0] ?? null;
}
