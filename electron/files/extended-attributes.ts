/** Functions of the C library, as in xattr(7): they return a size, or -1. */
interface AttributeCalls {
  readonly list: (file: string, names: Buffer | null, size: number) => number;
  readonly get: (file: string, name: string, value: Buffer | null, size: number) => number;
  readonly set: (
    descriptor: number,
    name: string,
    value: Buffer,
    size: number,
    flags: number,
  ) => number;
}

let loading: Promise<AttributeCalls> | undefined;

/** Copies user attributes, SELinux label and ACL, as far as the system permits. Linux only. */
export async function copyAttributes(from: string, toDescriptor: number): Promise<void> {
  if (process.platform !== 'linux') return;
  const calls = await (loading ??= loadCalls()).catch(() => null);
  if (calls === null) return;
  for (const name of namesOf(calls, from)) {
    const value = valueOf((room, size) => calls.get(from, name, room, size));
    if (value !== null) calls.set(toDescriptor, name, value, value.length, 0);
  }
}

const preserved = /^(user\..+|security\.selinux|system\.posix_acl_access)$/;

function namesOf(calls: AttributeCalls, file: string): readonly string[] {
  const names = valueOf((room, size) => calls.list(file, room, size));
  return (names?.toString() ?? '').split('\0').filter((name) => preserved.test(name));
}

/** Asks for the size first. Null without a value, or where it has grown since. */
function valueOf(ask: (room: Buffer | null, size: number) => number): Buffer | null {
  const size = ask(null, 0);
  if (size < 0) return null;
  const room = Buffer.alloc(size);
  return size === 0 || ask(room, size) === size ? room : null;
}

async function loadCalls(): Promise<AttributeCalls> {
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  return {
    list: library.func('long llistxattr(const char *path, void *list, size_t size)'),
    get: library.func(
      'long lgetxattr(const char *path, const char *name, void *value, size_t size)',
    ),
    set: library.func(
      'int fsetxattr(int descriptor, const char *name, const void *value, size_t size, int flags)',
    ),
  };
}
