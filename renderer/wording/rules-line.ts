import { isOpen, type AppState } from '../../shared/app-state.ts';

/** The short line about the login rules at the foot of the window. */
export function rulesLine({
  account,
  restrictions,
}: Pick<AppState, 'account' | 'restrictions'>): string {
  switch (restrictions.verdict) {
    case 'allowed':
      if (restrictions.cloudUnknown === 'otherVersion') return 'Workspace rules: cannot be read';
      if (!restrictions.hasRules) {
        return restrictions.cloudUnknown === null
          ? 'No login rules apply'
          : 'Workspace rules: not known yet';
      }
      // Nobody is there who could satisfy them.
      return account.kind === 'signedOut' ? 'Login rules apply' : 'Login rules: satisfied';
    case 'violated':
      return 'Login rules: not satisfied';
    case 'unknown':
      return isOpen(restrictions.unknownBecause)
        ? 'Login rules: cannot be checked yet'
        : 'Login rules: could not be checked';
  }
}
