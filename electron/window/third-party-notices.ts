import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { AppConfig } from '../config.ts';

/** The notices of all that is bundled into the app; null where the build has none. */
export async function thirdPartyNotices({
  renderer,
}: AppConfig['folders']): Promise<string | null> {
  const folders = [renderer, path.join(renderer, '../main')];
  const texts = await Promise.all(
    folders.map((folder) =>
      readFile(path.join(folder, 'THIRD-PARTY-NOTICES.md'), 'utf8').catch(() => null),
    ),
  );
  const found = texts.filter((text) => text !== null);
  return found.length === 0 ? null : found.join('\n');
}
