import path from 'node:path';

/**
 * Folder of Codex: `CODEX_HOME`, made absolute, else `~/.codex`. It need not exist.
 *
 * Source: codex-rs/core/src/config `find_codex_home`.
 *
 * @param userHome home folder of the user, absolute.
 */
export function codexHomeOf(
  env: Readonly<Record<string, string | undefined>>,
  userHome: string,
): string {
  const configured = env['CODEX_HOME'] ?? '';
  return configured === '' ? path.join(userHome, '.codex') : path.resolve(configured);
}
