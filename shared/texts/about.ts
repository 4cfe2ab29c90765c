import { defineTexts } from './define-texts.ts';

/** What this installation is, whose licences are in it, and what it trusts. */
export const aboutTexts = defineTexts({
  title: 'About',
  version: 'Version',
  programVersion: '{name} {version}',
  license: 'Licence',
  issuer: 'Sign-in service',
  trustedIssuer: 'Workspaces verified by',
  authorities: 'Trusted authorities',
  systemAuthorities: 'Those of the system',
  /** `files` is a list of `authorityFile`. */
  moreAuthorities: 'Those of the system, and of {files}',
  authorityFile: '{file} ({setBy})',
  keyring: 'Keyring',
  logFolder: 'Log folder',
  openLogFolder: 'Open log folder',
  notices: 'Third-party notices',
});
