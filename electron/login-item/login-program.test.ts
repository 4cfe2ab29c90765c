import { expect, it } from 'vitest';

import { loginProgramOf, type RunningProgram } from './login-program.ts';

const installed: RunningProgram = {
  argv: ['/opt/Gatehouse/gatehouse'],
  env: {},
  execPath: '/opt/Gatehouse/gatehouse',
  isPackaged: true,
};

const image = {
  APPIMAGE: '/home/ada/Apps/Gatehouse 1.0.AppImage',
  APPDIR: '/tmp/.mount_GatehoX1',
};

it('is the running program where that is installed', () => {
  expect(loginProgramOf(installed)).toEqual({ kind: 'program', path: '/opt/Gatehouse/gatehouse' });
});

it('is the file of an AppImage, and not the folder that it runs from', () => {
  const execPath = `${image.APPDIR}/gatehouse`;
  expect(loginProgramOf({ ...installed, execPath, env: image })).toEqual({
    kind: 'program',
    path: image.APPIMAGE,
  });
});

it('is not the AppImage or Snap of another program, which it was started by', () => {
  for (const env of [image, { SNAP: '/snap/editor/7' }, { SNAP: '/opt/Gate' }]) {
    expect(loginProgramOf({ ...installed, env })).toEqual({
      kind: 'program',
      path: installed.execPath,
    });
  }
});

it.each([
  ['Flatpak', { env: { FLATPAK_ID: 'org.gatehouse.app' } }],
  ['Snap', { env: { SNAP: '/snap/gatehouse/1' }, execPath: '/snap/gatehouse/1/gatehouse' }],
])('is none within %s, and says so', (_, running) => {
  expect(loginProgramOf({ ...installed, ...running })).toEqual({
    kind: 'none',
    reason: expect.stringContaining('Flatpak or Snap') as string,
  });
});

it('is none in a run for development, unless that names one', () => {
  const running = { ...installed, isPackaged: false };
  expect(loginProgramOf(running)).toMatchObject({ kind: 'none' });
  const argv = ['electron', '/src', '--login-program=/opt/a b'];
  expect(loginProgramOf({ ...running, argv })).toEqual({ kind: 'program', path: '/opt/a b' });
});

it('is not named from outside where it is installed', () => {
  const argv = [...installed.argv, '--login-program=/tmp/evil'];
  expect(loginProgramOf({ ...installed, argv })).toEqual({
    kind: 'program',
    path: installed.execPath,
  });
});
