import { loginItemTexts as texts } from '../../shared/texts/login-item.ts';
/** What to start at login, or why this installation cannot be. */
export type LoginProgram =
  | { readonly kind: 'program'; readonly path: string }
  | { readonly kind: 'none'; readonly reason: string };

export interface RunningProgram {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  readonly isPackaged: boolean;
}

/** An AppImage runs from a temporary folder; `--login-program` is for development alone. */
export function loginProgramOf({ argv, env, execPath, isPackaged }: RunningProgram): LoginProgram {
  if (!isPackaged) {
    const named = argv.find((argument) => argument.startsWith(namedBy))?.slice(namedBy.length);
    return named === undefined ? { kind: 'none', reason: texts.ofDevelopment() } : program(named);
  }
  // Programs started from an AppImage or Snap inherit its variables, and are not in its folder.
  const isIn = (folder: string | undefined): boolean =>
    folder !== undefined && execPath.startsWith(`${folder}/`);
  if (env['FLATPAK_ID'] !== undefined || isIn(env['SNAP'])) {
    return { kind: 'none', reason: texts.ofOtherStore() };
  }
  const { APPIMAGE: image, APPDIR: imageFolder } = env;
  return program(image !== undefined && isIn(imageFolder) ? image : execPath);
}

const namedBy = '--login-program=';

function program(path: string): LoginProgram {
  return { kind: 'program', path };
}
