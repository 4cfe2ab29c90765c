import path from 'node:path';

import {
  changers,
  otherAccess,
  parseSddl,
  privateSddl,
  sddlOfNewFile,
  type OtherAccess,
} from './access-list.ts';

/** Functions of advapi32 and kernel32; pointers are opaque. */
interface SecurityCalls {
  /** SID of who runs this program, as text. */
  readonly person: string;
  /** Owner and access list as SDDL; null where they cannot be read. */
  readonly read: (file: string) => string | null;
  /** Replaces the access list. Returns whether it was replaced. */
  readonly write: (file: string, sddl: string) => boolean;
  /** FILE_ATTRIBUTE_*; null where they cannot be read. */
  readonly attributes: (file: string) => number | null;
  readonly setAttributes: (file: string, attributes: number) => boolean;
}

let loading: Promise<SecurityCalls | null> | undefined;

/** Null elsewhere than on Windows, and where its libraries cannot be used. Run in Wine alone so far. */
function security(): Promise<SecurityCalls | null> {
  if (process.platform !== 'win32') return Promise.resolve(null);
  return (loading ??= loadCalls().catch(() => null));
}

/** Who else may read or change a file of Windows, or "nobody"; null where that cannot be told. */
export async function otherAccessTo(file: string): Promise<OtherAccess | 'nobody' | null> {
  const calls = await security();
  const list = parseSddl(calls?.read(file) ?? '');
  if (calls === null || list === null) return null;
  return otherAccess(list, calls.person) ?? 'nobody';
}

/** Which of those who are no administrators may change a file of Windows, or remove it from its folder. */
export async function changersOf(file: string): Promise<readonly string[]> {
  const calls = await security();
  if (calls === null) return [];
  const found = (['file', 'folder'] as const).flatMap((of) => {
    const list = parseSddl(calls.read(of === 'file' ? file : path.dirname(file)) ?? '');
    return list === null ? [] : changers(list, of, calls.person);
  });
  return [...new Set(found)];
}

/** Lets nobody but the person, the system and administrators use a file. Returns whether it did. */
export async function takeFromOthers(file: string): Promise<boolean> {
  const calls = await security();
  return calls?.write(file, privateSddl(calls.person)) ?? false;
}

/** What one can see of a file, and how it is stored, as far as it can be given to another one. */
const keptAttributes = 0x2 | 0x4 | 0x2000;

/**
 * Gives a new, empty file that is for the person alone the access list that it should have, and the
 * attributes (hidden, system, not indexed) of the one that it takes the place of. A rename keeps
 * neither. `ReplaceFile` would, but may leave no file under the name where it fails halfway.
 * As far as the system lets it: volumes without access lists have none.
 */
export async function secureNewFile(file: string, inPlaceOf: string | null): Promise<void> {
  const calls = await security();
  if (calls === null) return;
  const { person, read, write, attributes, setAttributes } = calls;
  const replaced = inPlaceOf === null ? null : read(inPlaceOf);
  const sddl = sddlOfNewFile({ replaced, inherited: read(file), person });
  if (sddl !== null) write(file, sddl);
  const kept = (inPlaceOf === null ? 0 : (attributes(inPlaceOf) ?? 0)) & keptAttributes;
  if (kept !== 0) setAttributes(file, (attributes(file) ?? 0) | kept);
}

type Pointer = bigint | number | object | null;

const SE_FILE_OBJECT = 1;
const OWNER = 0x1;
const DACL = 0x4;
const PROTECTED_DACL = 0x80000000;
const UNPROTECTED_DACL = 0x20000000;
const SDDL_REVISION_1 = 1;
const TOKEN_QUERY = 0x8;
const TokenUser = 1;
const INVALID_FILE_ATTRIBUTES = 0xffffffff;

async function loadCalls(): Promise<SecurityCalls> {
  const { default: koffi } = await import('koffi');
  const [advapi32, kernel32] = [koffi.load('advapi32.dll'), koffi.load('kernel32.dll')];
  const localFree = kernel32.func('void * __stdcall LocalFree(void *memory)');
  const getSecurity = advapi32.func(
    'uint32_t __stdcall GetNamedSecurityInfoW(str16 name, int type, uint32_t what, void *owner, void *group, void *dacl, void *sacl, _Out_ void **descriptor)',
  );
  const toText = advapi32.func(
    'int __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32_t revision, uint32_t what, _Out_ void **text, void *length)',
  );
  const fromText = advapi32.func(
    'int __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32_t revision, _Out_ void **descriptor, void *size)',
  );
  const setSecurity = advapi32.func(
    'int __stdcall SetFileSecurityW(str16 name, uint32_t what, void *descriptor)',
  );
  const getAttributes = kernel32.func('uint32_t __stdcall GetFileAttributesW(str16 name)');
  const setAttributes = kernel32.func(
    'int __stdcall SetFileAttributesW(str16 name, uint32_t attributes)',
  );
  const textAt = (pointer: Pointer): string => koffi.decode(pointer, 'char16_t', -1) as string;
  return {
    person: personSid(),
    read(file) {
      const descriptor: [Pointer] = [null];
      const what = OWNER | DACL;
      const name = path.toNamespacedPath(file);
      if (getSecurity(name, SE_FILE_OBJECT, what, null, null, null, null, descriptor) !== 0) {
        return null;
      }
      const text: [Pointer] = [null];
      const isDone = toText(descriptor[0], SDDL_REVISION_1, what, text, null) !== 0;
      const sddl = isDone ? textAt(text[0]) : null;
      for (const [memory] of [descriptor, text]) if (memory !== null) localFree(memory);
      return sddl;
    },
    write(file, sddl) {
      const descriptor: [Pointer] = [null];
      if (fromText(sddl, SDDL_REVISION_1, descriptor, null) === 0) return false;
      const isProtected = /^D:[A-Z]*P/.test(sddl);
      const what = (DACL | (isProtected ? PROTECTED_DACL : UNPROTECTED_DACL)) >>> 0;
      const isDone = setSecurity(path.toNamespacedPath(file), what, descriptor[0]) !== 0;
      localFree(descriptor[0]);
      return isDone;
    },
    attributes(file) {
      const found = getAttributes(path.toNamespacedPath(file)) as number;
      return found === INVALID_FILE_ATTRIBUTES ? null : found;
    },
    setAttributes: (file, attributes) =>
      setAttributes(path.toNamespacedPath(file), attributes) !== 0,
  };

  function personSid(): string {
    const currentProcess = kernel32.func('void * __stdcall GetCurrentProcess()');
    const closeHandle = kernel32.func('int __stdcall CloseHandle(void *handle)');
    const openToken = advapi32.func(
      'int __stdcall OpenProcessToken(void *process, uint32_t access, _Out_ void **token)',
    );
    const tokenInformation = advapi32.func(
      'int __stdcall GetTokenInformation(void *token, int what, _Out_ uint8_t *information, uint32_t size, _Out_ uint32_t *needed)',
    );
    const sidToText = advapi32.func(
      'int __stdcall ConvertSidToStringSidW(void *sid, _Out_ void **text)',
    );
    const token: [Pointer] = [null];
    if (openToken(currentProcess(), TOKEN_QUERY, token) === 0) throw new Error('no token');
    // A TOKEN_USER, which begins with a pointer to the SID behind it.
    const information = Buffer.alloc(256);
    const isKnown =
      tokenInformation(token[0], TokenUser, information, information.length, [0]) !== 0;
    closeHandle(token[0]);
    const text: [Pointer] = [null];
    if (!isKnown || sidToText(information.readBigUInt64LE(), text) === 0) {
      throw new Error('this user has no SID');
    }
    const sid = textAt(text[0]);
    localFree(text[0]);
    return sid;
  }
}
