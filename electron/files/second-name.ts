import { constants } from 'node:fs';
import { chmod, link, open } from 'node:fs/promises';
import path from 'node:path';

import { isErrno } from '../base/system-errors/system-code.ts';
import { replacementFacts } from './file-facts.ts';
import { syncToDisk, writeNewFile } from './file-steps.ts';
import { readFile } from './look.ts';
import { inFolder, isRoot, unlessSystemForbids } from './ownership.ts';
import { neverWaiting } from './regular-file.ts';
import { howToReplace } from './replacement.ts';

/** Gives a file a second name, which outlives its replacement. Throws where the name is taken. */
export async function keepUnderSecondName(file: string, secondName: string): Promise<void> {
  await inFolder(path.dirname(secondName), async ({ base, owner }) => {
    const kept = path.join(base, path.basename(secondName));
    // `replacementFacts` counts no other second name as a kept copy.
    const how = howToReplace(await replacementFacts(file));
    // A link needs no right to read the content.
    const needsCopy = how.kind === 'inPlace' || !secondName.startsWith(`${file}.kept-`);
    const content = needsCopy ? await contentOf(file).catch(unlessForbidden) : null;
    if (content !== null || !(await isLinked(file, kept))) {
      await writeNewFile(kept, content ?? (await contentOf(file)), 0o600, owner);
    }
    await syncToDisk(base);
  });
}

async function isLinked(file: string, kept: string): Promise<boolean> {
  try {
    await link(file, kept);
  } catch (error) {
    if (!isErrno(error, 'EPERM', 'EXDEV', 'ENOTSUP', 'EMLINK')) throw error;
    return false;
  }
  await makeOwnersAlone(kept);
  await syncToDisk(kept);
  return true;
}

async function makeOwnersAlone(kept: string): Promise<void> {
  // Who may not open the file may still own it. Root may open it, and must not follow a link.
  if (!isRoot()) return chmod(kept, 0o600).catch(unlessSystemForbids);
  const handle = await open(kept, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    await handle.chmod(0o600).catch(unlessSystemForbids);
  } finally {
    await handle.close();
  }
}

function unlessForbidden(error: unknown): null {
  if (isErrno(error, 'EACCES')) return null;
  throw error;
}

/** Fails on a link, also one that was put there a moment ago. */
function contentOf(file: string): Promise<Uint8Array> {
  return readFile(file, { flag: constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | neverWaiting });
}
