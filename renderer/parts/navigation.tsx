import { useCommands, useMirror } from '../gatehouse-context.ts';
import type { Screen } from '../store.ts';

/** What the window is divided into. A sign-in and its forms belong to the account. */
const sections: readonly { readonly screen: Screen; readonly label: string }[] = [
  { screen: 'home', label: 'Account' },
  { screen: 'policy', label: 'Policy' },
  { screen: 'activity', label: 'Activity' },
  { screen: 'diagnostics', label: 'Diagnostics' },
  { screen: 'settings', label: 'Settings' },
];

/** The way from one section of the window to another. */
export function Navigation() {
  const commands = useCommands();
  const screen = useMirror((mirror) => mirror.screen);
  const present = sections.find((section) => section.screen === screen) ?? sections[0];
  return (
    <nav className="navigation" aria-label="Sections">
      {sections.map((section) => (
        <button
          key={section.screen}
          type="button"
          className="navigation__item"
          aria-current={section === present ? 'page' : undefined}
          onClick={() => commands.show(section.screen)}
        >
          {section.label}
        </button>
      ))}
    </nav>
  );
}
