import { privateFolder as sound, type PrivateFolder } from '../../../files/private-folder.ts';

export * from '../../../files/private-folder.ts';

/** Which saves what was in use after it was replaced: when the journal of the switch goes. */
export function privateFolder(folder: string | null): PrivateFolder {
  const real = sound(folder);
  const later = new Map<string, string | Uint8Array>();
  return {
    ...real,
    async read(name) {
      const content = later.get(name);
      return content === undefined
        ? real.read(name)
        : { kind: 'bytes', bytes: Buffer.from(content) };
    },
    async replace(name, content) {
      if (name.endsWith('.age')) later.set(name, content);
      else await real.replace(name, content);
    },
    async remove(name) {
      if (name.startsWith('switch-')) {
        for (const [saved, content] of later) await real.replace(saved, content);
        later.clear();
      }
      await real.remove(name);
    },
  };
}
