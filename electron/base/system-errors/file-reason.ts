const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission is denied'],
  ['EPERM', 'the system does not permit it'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the share of this user of the disk is used up'],
  ['EEXIST', 'something that is no folder is where its folder has to be'],
  ['ENOTDIR', 'something that is no folder is where its folder has to be'],
  ['ENOENT', 'its folder is not there'],
  ['EISDIR', 'it is a folder'],
  ['EFOREIGNLINK', 'a link of another user leads there, which is not followed as root'],
  ['ELOOP', 'its links lead in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EBUSY', 'another program uses it'],
  ['EIO', 'the disk reports an error'],
  ['EMFILE', 'too many files are open'],
  ['ENFILE', 'too many files are open'],
]);

/** Why a file could not be used, in words, else the system's code: its message repeats the path. */
export function fileReason(error: unknown): string {
  return error instanceof Error && 'code' in error
    ? fileReasonOf(String(error.code))
    : 'unknown reason';
}

/** {@link fileReason} of a bare code; an unknown code is returned as it is. */
export function fileReasonOf(code: string): string {
  return reasons.get(code) ?? code;
}
