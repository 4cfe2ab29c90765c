import path from 'node:path';

import { storeTexts } from '../../shared/texts/stores.ts';
import { LockError } from '../store/file-lock.ts';
import type { OpenLockable } from './polled-lock.ts';

type Handle = number | bigint;

interface Kernel32 {
  createFile(
    name: string,
    access: number,
    share: number,
    security: null,
    disposition: number,
    flags: number,
    template: number,
  ): Handle;
  lockFileEx(
    handle: Handle,
    flags: number,
    reserved: number,
    bytesLow: number,
    bytesHigh: number,
    overlapped: Buffer,
  ): number;
  closeHandle(handle: Handle): number;
  lastError(): number;
}

const GENERIC_READ_AND_WRITE = 0xc0000000;
const FILE_SHARE_ALL = 0x7;
const OPEN_ALWAYS = 4;
const FILE_ATTRIBUTE_NORMAL = 0x80;
const INVALID_HANDLE_VALUE = -1;
const LOCKFILE_FAIL_IMMEDIATELY = 1;
const LOCKFILE_EXCLUSIVE_LOCK = 2;
const ERROR_LOCK_VIOLATION = 33;
const ERROR_IO_PENDING = 997;
const WHOLE_FILE = 0xffffffff;

/** An OVERLAPPED of zeros: from the beginning, no event. No processor has a larger one. */
const fromTheBeginning = Buffer.alloc(32);

/** As Rust's `File::try_lock` (library/std/src/sys/fs/windows.rs). Run in Wine alone so far. */
export function windowsLock(): OpenLockable {
  let loading: Promise<Kernel32> | undefined;
  return async (file) => {
    const kernel32 = await (loading ??= loadKernel32()).catch(() => {
      throw LockError.unsupported(file, storeTexts.lock.noLibrary({ library: 'kernel32.dll' }));
    });
    const handle = kernel32.createFile(
      path.toNamespacedPath(file),
      GENERIC_READ_AND_WRITE,
      FILE_SHARE_ALL,
      null,
      OPEN_ALWAYS,
      FILE_ATTRIBUTE_NORMAL,
      0,
    );
    if (Number(handle) === INVALID_HANDLE_VALUE) {
      throw LockError.denied(file, windowsError(kernel32.lastError()));
    }
    return {
      tryLock: () => tryLock(kernel32, handle, file),
      // Closing frees the lock, and a handle without security attributes is not inherited.
      close: () => void kernel32.closeHandle(handle),
      nameHolder: () => Promise.resolve(null),
    };
  };
}

function windowsError(code: number): string {
  return storeTexts.lock.windowsError({ code });
}

function tryLock(kernel32: Kernel32, handle: Handle, file: string): boolean {
  const flags = LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY;
  const done = kernel32.lockFileEx(handle, flags, 0, WHOLE_FILE, WHOLE_FILE, fromTheBeginning);
  if (done !== 0) return true;
  const error = kernel32.lastError();
  if (error === ERROR_LOCK_VIOLATION || error === ERROR_IO_PENDING) return false;
  throw LockError.unsupported(file, windowsError(error));
}

async function loadKernel32(): Promise<Kernel32> {
  const { default: koffi } = await import('koffi');
  const library = koffi.load('kernel32.dll');
  return {
    createFile: library.func(
      'intptr_t __stdcall CreateFileW(str16 name, uint32_t access, uint32_t share, void *security, uint32_t disposition, uint32_t flags, intptr_t template_file)',
    ) as Kernel32['createFile'],
    lockFileEx: library.func(
      'int __stdcall LockFileEx(intptr_t handle, uint32_t flags, uint32_t reserved, uint32_t bytes_low, uint32_t bytes_high, _Inout_ void *overlapped)',
    ) as Kernel32['lockFileEx'],
    closeHandle: library.func(
      'int __stdcall CloseHandle(intptr_t handle)',
    ) as Kernel32['closeHandle'],
    lastError: library.func('uint32_t __stdcall GetLastError()') as Kernel32['lastError'],
  };
}
