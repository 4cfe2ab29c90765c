import type { TestId } from '../shared/test-ids.ts';
import { sectionTexts } from '../shared/texts/sections.ts';
import type { Screen } from './store.ts';

/** The sections in the order of the navigation, and of Ctrl or Cmd with 1 to 5. */
export const sections: readonly {
  readonly screen: Screen;
  readonly label: () => string;
  readonly testId: TestId;
}[] = [
  { screen: 'home', label: sectionTexts.account, testId: 'nav-account' },
  { screen: 'policy', label: sectionTexts.policy, testId: 'nav-policy' },
  { screen: 'activity', label: sectionTexts.activity, testId: 'nav-activity' },
  { screen: 'diagnostics', label: sectionTexts.diagnostics, testId: 'nav-diagnostics' },
  { screen: 'settings', label: sectionTexts.settings, testId: 'nav-settings' },
];
