/** FOLDERID_ProgramData, {62AB5D82-FDC1-4DC3-A9DD-070D1D495D97}, as bytes of a GUID. */
const programDataId = Buffer.from('825dab62c1fdc34da9dd070d1d495d97', 'hex');

/**
 * Has `env` name the folder of ProgramData that Windows knows, below which the rules of an
 * administrator are. The variable itself anybody can set for a program that they start, and
 * codex.exe 0.171.0 asks Windows (`e2e/windows/rules.spec.ts`). Where Windows does not answer, none
 * is named, and the usual one counts. Elsewhere nothing happens. Never rejects.
 */
export async function useKnownProgramData(
  env: Record<string, string | undefined>,
  platform: NodeJS.Platform,
  ask: () => Promise<string | null> = askWindows,
): Promise<void> {
  if (platform !== 'win32') return;
  const folder = await ask().catch(() => null);
  if (folder === null) delete env['ProgramData'];
  else env['ProgramData'] = folder;
}

async function askWindows(): Promise<string | null> {
  const { default: koffi } = await import('koffi');
  const getKnownFolderPath = koffi
    .load('shell32.dll')
    .func(
      'int32_t __stdcall SHGetKnownFolderPath(const void *id, uint32_t flags, void *token, _Out_ str16 *path)',
    ) as (id: Buffer, flags: number, token: null, path: [string | null]) => number;
  const path: [string | null] = [null];
  return getKnownFolderPath(programDataId, 0, null, path) === 0 ? path[0] : null;
}
