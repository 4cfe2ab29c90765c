import { defineTexts } from './define-texts.ts';

/** Files that cannot be read, written or replaced. */
export const fileTexts = defineTexts({
  /** Why: clauses, by the code of the operating system. */
  reasons: {
    EACCES: 'permission is denied',
    EPERM: 'the system does not permit it',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the share of this user of the disk is used up',
    EEXIST: 'something that is no folder is where its folder has to be',
    ENOTDIR: 'something that is no folder is where its folder has to be',
    ENOENT: 'its folder is not there',
    EISDIR: 'it is a folder',
    EFOREIGNLINK: 'a link of another user leads there, which is not followed as root',
    ELOOP: 'its links lead in a circle',
    ENAMETOOLONG: 'its name is too long',
    EBUSY: 'another program uses it',
    EIO: 'the disk reports an error',
    EMFILE: 'too many files are open',
    ENFILE: 'too many files are open',
  },
  unknownReason: 'unknown reason',
  /** Clauses, of a file. */
  faults: {
    notRegular: 'it is not a regular file',
    largerThanMebibytes: 'it is larger than {count} MiB',
    largerThanKibibytes: 'it is larger than {count} KiB',
    link: 'it is a link',
    deadLink: 'it is a link that leads nowhere',
    notUtf8: 'it is not UTF-8 text',
    nullCharacter: 'it has a null character in it',
  },
  notThere: '{place} is not there.',
  notRegular: '{place} is not a regular file.',
  notReadable: '{place} cannot be read: {reason}.',
  notWritable: '{place} cannot be written: {reason}.',
  notUsable: '{place} cannot be used: {reason}.',
  notRemovable: '{place} cannot be removed: {reason}.',
  /** Of a folder. */
  folder: {
    notReadable: '{folder} cannot be read: {reason}. Check its permissions and the free space.',
    notWritable: '{folder} cannot be written: {reason}. Check its permissions and the free space.',
    notChangeable:
      '{folder} cannot be changed: {reason}. Check its permissions and the free space.',
  },
  tooLargeToRead: '{file} would be too large to be read again.',
  /** Why a file cannot be replaced, and what to do. */
  obstacles: {
    mount:
      '{file} is a mount of this one file, which cannot be replaced. Mount its folder instead.',
    mountToRemove:
      '{file} is a mount of this one file, which cannot be removed here. Remove the sign-in outside, where the file is.',
    replacedOutside:
      '{file} is a mount of this one file, and it was replaced outside: what is written here would be lost. Restart the container, and mount its folder instead.',
    readOnlyMount:
      '{file} is a read-only mount of this one file. Mount its folder instead, writable.',
    immutable: '{file} is protected against changes. Take that attribute away: {command}',
    hardLink:
      '{file} has a second name (a hard link), which would keep the old content. Make the other name a symbolic link to it, then try again.',
    otherOwner:
      '{file} belongs to another user, and cannot be written. Check its owner and permissions.',
    readOnly: '{file} is read-only. Take that attribute away in its properties, then try again.',
    notRegular: '{file} is not a regular file. Move it away, then try again.',
  },
});
