import type { RestrictionsView } from '../../shared/app-state.ts';

/** The short line about the login rules at the foot of the window. */
export function rulesLine({ verdict, hasRules }: RestrictionsView): string {
  switch (verdict) {
    case 'allowed':
      return hasRules ? 'Login rules: satisfied' : 'No login rules apply';
    case 'violated':
      return 'Login rules: not satisfied';
    case 'unknown':
      return 'Login rules: could not be checked';
  }
}
