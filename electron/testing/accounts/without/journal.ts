import { privateFolder as sound, type PrivateFolder } from '../../../files/private-folder.ts';

export * from '../../../files/private-folder.ts';

/** In which the journal of a switch is never written. */
export function privateFolder(folder: string | null): PrivateFolder {
  const real = sound(folder);
  return {
    ...real,
    replace: (name, content) =>
      name.startsWith('switch-') ? Promise.resolve() : real.replace(name, content),
  };
}
