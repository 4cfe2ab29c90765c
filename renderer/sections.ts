import type { TestId } from '../shared/test-ids.ts';
import type { Screen } from './store.ts';

/** The sections in the order of the navigation, and of Ctrl or Cmd with 1 to 5. */
export const sections: readonly {
  readonly screen: Screen;
  readonly label: string;
  readonly testId: TestId;
}[] = [
  { screen: 'home', label: 'Account', testId: 'nav-account' },
  { screen: 'policy', label: 'Policy', testId: 'nav-policy' },
  { screen: 'activity', label: 'Activity', testId: 'nav-activity' },
  { screen: 'diagnostics', label: 'Diagnostics', testId: 'nav-diagnostics' },
  { screen: 'settings', label: 'Settings', testId: 'nav-settings' },
];
