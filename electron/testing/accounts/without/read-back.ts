import { privateFolder as sound, type PrivateFolder } from '../../../files/private-folder.ts';

export * from '../../../files/private-folder.ts';

/** Which holds whatever was put there to be there, as where nothing is read back. */
export function privateFolder(folder: string | null): PrivateFolder {
  const real = sound(folder);
  const put = new Map<string, Uint8Array>();
  return {
    ...real,
    async read(name) {
      const bytes = put.get(name);
      return bytes === undefined ? real.read(name) : { kind: 'bytes', bytes };
    },
    async replace(name, content) {
      await real.replace(name, content);
      put.set(name, Buffer.from(content));
    },
  };
}
