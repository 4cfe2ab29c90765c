import { unsealedText, sealedText } from './seal.ts';
import type { Surgery } from './programs.ts';

const isSaved = (name: string): boolean => name.endsWith('.age');
const isJournal = (name: string): boolean => name.startsWith('switch-');

/** Each takes one thing out that the switch rests on, to see that the model misses it. */
export const surgeries = {
  'the journal': {
    folder: (folder) => ({
      ...folder,
      read: (name) => (isJournal(name) ? Promise.resolve({ kind: 'absent' }) : folder.read(name)),
      replace: (name, content) =>
        isJournal(name) ? Promise.resolve() : folder.replace(name, content),
    }),
  },
  'the comparison': {
    location: (location) => ({
      ...location,
      stillHolds: () => Promise.resolve(true),
      put: async (record, _, lease) => location.put(record, await location.load(), lease),
    }),
  },
  'the read-back of what is saved': {
    folder: (folder) => {
      const written = new Map<string, Uint8Array>();
      return {
        ...folder,
        replace: async (name, content) => {
          await folder.replace(name, content);
          if (isSaved(name)) written.set(name, Buffer.from(content));
        },
        read: (name) => {
          const bytes = written.get(name);
          return bytes === undefined
            ? folder.read(name)
            : Promise.resolve({ kind: 'bytes', bytes });
        },
      };
    },
  },
  'the read-back of what is put into use': {
    location: (location) => {
      let hasPut = false;
      return {
        ...location,
        put: async (...args) => {
          const outcome = await location.put(...args);
          hasPut = outcome.kind === 'put';
          return outcome;
        },
        stillHolds: (seen) => (hasPut ? Promise.resolve(true) : location.stillHolds(seen)),
      };
    },
  },
  'saving before replacing': {
    folder: (folder) => {
      const late = new Map<string, string | Uint8Array>();
      return {
        ...folder,
        replace: (name, content) =>
          isSaved(name)
            ? Promise.resolve(void late.set(name, content))
            : folder.replace(name, content),
        read: (name) => {
          const content = late.get(name);
          return content === undefined
            ? folder.read(name)
            : Promise.resolve({ kind: 'bytes', bytes: Buffer.from(content) });
        },
        remove: async (name) => {
          // The journal is removed when all is over.
          if (isJournal(name))
            for (const [one, content] of late) await folder.replace(one, content);
          late.clear();
          await folder.remove(name);
        },
      };
    },
  },
  'the seal': {
    folder: (folder) => ({
      ...folder,
      replace: (name, content) =>
        folder.replace(
          name,
          isSaved(name) ? unsealedText(Buffer.from(content).toString()) : content,
        ),
      read: async (name) => {
        const found = await folder.read(name);
        if (!isSaved(name) || found.kind !== 'bytes') return found;
        const text = Buffer.from(found.bytes).toString();
        return { kind: 'bytes', bytes: Buffer.from(sealedText(unsealedText(text))) };
      },
    }),
  },
  'the making ready before the locks': {
    location: (location) => ({
      ...location,
      prepare: () => Promise.resolve(),
      put: async (record, seen, lease) => {
        await location.prepare(record, seen);
        return location.put(record, seen, lease);
      },
    }),
  },
  'the look for programs of Codex': {
    programs: (programs) => ({ ...programs, running: () => Promise.resolve([]) }),
  },
  'the second look for them': {
    programs: (programs) => {
      let first: ReturnType<typeof programs.running> | null = null;
      return { ...programs, running: () => (first ??= programs.running()) };
    },
  },
} as const satisfies Readonly<Record<string, Surgery>>;
