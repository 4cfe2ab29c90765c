import { fileTexts as texts } from '../../shared/texts/files.ts';
import { unprotectCommand } from '../../shared/wording/system-words.ts';

/** Renaming a new file over one is atomic, but breaks mounts and links and changes the owner. */
export type Replacement =
  | { readonly kind: 'rename' }
  | { readonly kind: 'inPlace'; readonly because: 'mount' | 'owner' }
  | { readonly kind: 'impossible'; readonly because: ReplacementObstacle };

type ReplacementObstacle =
  /** A mount of this file alone, replaced outside: nobody would see what is written. */
  | 'replacedOutside'
  | 'readOnlyMount'
  /** `chattr +i` or `+a`, which bind root too. */
  | 'immutable'
  /** The other name would keep the old content. The Codex CLI 0.171.0 refuses it too. */
  | 'hardLink'
  /** Another user's, in a folder that is not ours either. */
  | 'otherOwner'
  | 'notRegular';

export interface ReplacedFile {
  readonly isRegular: boolean;
  readonly ownerId: number;
  /** Number of hard links; 0 where it was removed and only a mount holds it. */
  readonly names: number;
  readonly mount: { readonly isReadOnly: boolean } | null;
  readonly writeRefusal: string | null;
}

export interface ReplacementFacts {
  readonly file: ReplacedFile | null;
  readonly folder: { readonly ownerId: number; readonly isSticky: boolean };
  readonly userId: number;
}

/** Decides how to replace a file. Rights in its folder and a full disk show at the attempt. */
export function howToReplace({ file, folder, userId }: ReplacementFacts): Replacement {
  if (file === null) return { kind: 'rename' };
  if (!file.isRegular) return { kind: 'impossible', because: 'notRegular' };
  if (file.mount !== null) return howToReplaceMount(file, file.mount.isReadOnly);
  if (file.writeRefusal === 'EPERM') return { kind: 'impossible', because: 'immutable' };
  if (file.names > 1) return { kind: 'impossible', because: 'hardLink' };
  const isOurs = userId === 0 || file.ownerId === userId;
  if (isOurs || file.writeRefusal === 'EROFS') return { kind: 'rename' };
  if (file.writeRefusal === null) return { kind: 'inPlace', because: 'owner' };
  // Such as a file that a command run as root has left in a person's own folder.
  if (folder.ownerId === userId) return { kind: 'rename' };
  return { kind: 'impossible', because: 'otherOwner' };
}

function howToReplaceMount(file: ReplacedFile, isReadOnly: boolean): Replacement {
  if (file.names === 0) return { kind: 'impossible', because: 'replacedOutside' };
  if (isReadOnly || file.writeRefusal === 'EROFS') {
    return { kind: 'impossible', because: 'readOnlyMount' };
  }
  if (file.writeRefusal === 'EPERM') return { kind: 'impossible', because: 'immutable' };
  if (file.writeRefusal !== null) return { kind: 'impossible', because: 'otherOwner' };
  return { kind: 'inPlace', because: 'mount' };
}

/** What no facts are needed for; `readOnly` is the attribute of Windows. */
type OtherObstacle = 'mount' | 'mountToRemove' | 'readOnly';

/** Why a file cannot be replaced and what to do, in two sentences. */
export function obstacleText(
  because: ReplacementObstacle | OtherObstacle,
  file: string,
  platform: string,
): string {
  return texts.obstacles[because]({ file, command: unprotectCommand(platform) });
}

/** A line of /proc/self/mountinfo, see proc_pid_mountinfo(5). */
export interface Mount {
  readonly at: string;
  readonly isReadOnly: boolean;
}

/** The topmost mount at exactly this path, which has no links in it. */
export function mountAt(file: string, mountinfo: string): Mount | null {
  return (
    mountinfo
      .split('\n')
      .map(mountOf)
      .findLast((mount) => mount?.at === file) ?? null
  );
}

function mountOf(line: string): Mount | null {
  const [own = '', ofDisk = ''] = line.split(' - ');
  const [, , , , at, options = ''] = own.split(' ');
  if (at === undefined) return null;
  const superOptions = ofDisk.split(' ').at(2) ?? '';
  const isReadOnly = [options, superOptions].some((list) => list.split(',').includes('ro'));
  return { at: unescaped(at), isReadOnly };
}

/** Spaces, tabs, line feeds and backslashes are written as three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
