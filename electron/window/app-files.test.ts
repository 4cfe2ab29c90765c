import { describe, expect, it } from 'vitest';

import { resolveAppFile } from './app-files.ts';

const resolve = (address: string) => resolveAppFile('/opt/app/out/renderer', address);

describe('an address of the app', () => {
  it.each([
    ['app://gatehouse/index.html', '/opt/app/out/renderer/index.html', 'text/html; charset=utf-8'],
    ['app://gatehouse/', '/opt/app/out/renderer/index.html', 'text/html; charset=utf-8'],
    [
      'app://gatehouse/assets/index-1.js?v=2#top',
      '/opt/app/out/renderer/assets/index-1.js',
      'text/javascript; charset=utf-8',
    ],
    ['app://gatehouse/a/style.css', '/opt/app/out/renderer/a/style.css', 'text/css; charset=utf-8'],
    ['app://gatehouse/mark.svg', '/opt/app/out/renderer/mark.svg', 'image/svg+xml'],
  ])('%s is a file of the folder', (address, file, mimeType) => {
    expect(resolve(address)).toEqual({ file, mimeType });
  });
});

describe('everything else is refused', () => {
  it.each([
    ['another host', 'app://elsewhere/index.html'],
    ['a host that only begins like ours', 'app://gatehouse.example/index.html'],
    ['a port', 'app://gatehouse:80/index.html'],
    ['another scheme', 'https://gatehouse/index.html'],
    ['the file scheme', 'file:///opt/app/out/renderer/index.html'],
    ['no address', 'index.html'],
    ['encoded dots and slashes', 'app://gatehouse/%2e%2e%2fmain%2findex.js'],
    ['an encoded slash behind dots', 'app://gatehouse/..%2fmain/index.js'],
    ['a sibling with the same beginning', 'app://gatehouse/..%2frenderer-old/index.js'],
    ['encoded backslashes', 'app://gatehouse/..%5cmain%5cindex.js'],
    ['a drive letter', 'app://gatehouse/c%3a/windows/win.js'],
    ['a stream of a file', 'app://gatehouse/index.html%3a%3a$DATA.js'],
    ['a zero byte', 'app://gatehouse/index.html%00.js'],
    ['a broken escape', 'app://gatehouse/%zz.js'],
    ['a source map', 'app://gatehouse/assets/index-1.js.map'],
    ['a name without a type', 'app://gatehouse/package'],
    ['another kind of file', 'app://gatehouse/data.json'],
  ])('%s', (_what, address) => {
    expect(resolve(address)).toBeNull();
  });

  it('plain dots cannot leave the folder, since the address ends at its root', () => {
    expect(resolve('app://gatehouse/../../main/index.js')?.file).toBe(
      '/opt/app/out/renderer/main/index.js',
    );
  });
});
