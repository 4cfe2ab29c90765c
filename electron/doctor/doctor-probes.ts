import { randomBytes } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

import type { CaFileFacts, DoctorProbes, LoopbackHost } from './doctor-facts.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { hasNoFamily, isTaken, listen } from '../sign-in/callback-server.ts';
import { readCaFile } from '../adapters/ca-file.ts';
import { systemNow } from '../adapters/clock.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import type { Network } from '../adapters/network.ts';
import { portHolderOnLinux } from '../adapters/port-holder.ts';
import { access } from '../files/look.ts';

/** What the doctor looks at this machine with, in a program that itself holds nothing. */
export function doctorProbesOf(platform: NodeJS.Platform, network: Network): DoctorProbes {
  const isLinux = platform === 'linux';
  return {
    ...network,
    now: systemNow,
    lockFile: fileLockOf(platform),
    tryPort,
    holdsPort: () => false,
    holdsLock: () => false,
    portHolder: isLinux ? portHolderOnLinux : () => Promise.resolve(null),
    readCaFile: caFileFacts,
    exists: (file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    tryToWrite,
  };
}

/** As the sign-in itself is written, so that a full disk shows as well. */
async function tryToWrite(folder: string): Promise<string | null> {
  const file = path.join(folder, `.gatehouse-${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(Buffer.alloc(16 * 1024));
      await handle.sync();
    } finally {
      await handle.close();
      await unlink(file);
    }
    return null;
  } catch (error) {
    return fileReason(error);
  }
}

async function caFileFacts(file: string, now: number): Promise<CaFileFacts> {
  const content = await readCaFile(file);
  if (content.kind !== 'certificates') return content;
  const { kind, certificates } = content;
  const expired = certificates.filter(({ validTo }) => Date.parse(validTo) < now).length;
  return { kind, count: certificates.length, expired };
}

/** @throws {Error} what no sign-in expects of a listener. */
async function tryPort(host: LoopbackHost, port: number): Promise<'free' | 'taken' | 'noFamily'> {
  const server = createServer();
  const failure = await listen(server, host, port);
  if (failure === null) {
    await new Promise((resolve) => server.close(resolve));
    return 'free';
  }
  if (isTaken(failure)) return 'taken';
  if (hasNoFamily(failure)) return 'noFamily';
  throw failure;
}
