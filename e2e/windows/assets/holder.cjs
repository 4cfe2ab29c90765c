// A third program of Windows that holds a file until it is ended: `holder.cjs HOW FILE`, run in the
// folder that has koffi. It says "held" as soon as it does.
'use strict';

const koffi = require(require.resolve('koffi', { paths: [process.cwd()] }));

const [how, file] = process.argv.slice(2);
const kernel32 = koffi.load('kernel32.dll');
const createFile = kernel32.func(
  'intptr_t __stdcall CreateFileW(str16 name, uint32_t access, uint32_t share, void *security, uint32_t disposition, uint32_t flags, intptr_t template_file)',
);
const lockFileEx = kernel32.func(
  'int __stdcall LockFileEx(intptr_t handle, uint32_t flags, uint32_t reserved, uint32_t bytes_low, uint32_t bytes_high, _Inout_ void *overlapped)',
);

/** Of FILE_SHARE_READ 1, FILE_SHARE_WRITE 2 and FILE_SHARE_DELETE 4: what others may do meanwhile. */
const share = { lock: 7, unshared: 0, undeletable: 3 }[how];
const [genericRead, genericReadAndWrite, openAlways] = [0x80000000, 0xc0000000, 4];
const access = how === 'lock' ? genericReadAndWrite : genericRead;
const handle = createFile(file, access, share, null, openAlways, 0x80, 0);
if (handle === -1) throw new Error(`${file} cannot be opened`);
const exclusive = 2;
if (
  how === 'lock' &&
  lockFileEx(handle, exclusive, 0, 0xffffffff, 0xffffffff, Buffer.alloc(32)) === 0
) {
  throw new Error(`${file} cannot be locked`);
}
console.log('held');
setInterval(() => undefined, 1e6);
