import type { DoctorCheck } from '../../shared/doctor.ts';
import type { FolderFacts, HomeFacts } from './doctor-facts.ts';

/** Whether the folder of Codex is there, and what a refresh brings can be saved in it. */
export function homeChecks({ home, beside }: HomeFacts): DoctorCheck[] {
  const checks = [homeCheck(home)];
  // A linked auth.json is written where it points to.
  return beside === null ? checks : [...checks, linkedFolderCheck(beside)];
}

function homeCheck({ folder, isChosen, state }: HomeFacts['home']): DoctorCheck {
  const check = { id: 'codex-home', title: 'Folder of Codex' } as const;
  if (state.kind !== 'missing') return { ...check, ...writability(folder, state) };
  if (isChosen) {
    return {
      ...check,
      status: 'fail',
      detail: `CODEX_HOME points to ${folder}, which is not there. Codex does not start.`,
      action: 'Make that folder, or correct CODEX_HOME.',
    };
  }
  const detail = `${folder} is not there yet. The first sign-in makes it.`;
  return { ...check, status: 'pass', detail, action: null };
}

function linkedFolderCheck({ folder, state }: FolderFacts): DoctorCheck {
  const check = { id: 'linked-folder', title: 'Folder that auth.json is linked to' } as const;
  if (state.kind !== 'missing') return { ...check, ...writability(folder, state) };
  return {
    ...check,
    status: 'fail',
    detail: `auth.json is a link into ${folder}, which is not there.`,
    action: 'Bring that folder back, for example by connecting its disk.',
  };
}

function writability(
  folder: string,
  state: Exclude<FolderFacts['state'], { kind: 'missing' }>,
): Pick<DoctorCheck, 'status' | 'detail' | 'action'> {
  if (state.kind === 'writable') {
    return { status: 'pass', detail: `${folder} can be written.`, action: null };
  }
  return {
    status: 'fail',
    detail: `${folder} cannot be written: ${state.reason}. No refreshed token can be saved there.`,
    action: 'Make the folder and its disk writable for your user.',
  };
}
