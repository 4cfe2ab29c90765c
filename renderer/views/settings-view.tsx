import { StartAtLoginCard } from '../parts/start-at-login-card.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

/** What a person, or their administrator, chooses about Gatehouse itself. */
export function SettingsView() {
  return (
    <section className="stack stack--cards" aria-label="Settings">
      <ViewHeading>Settings</ViewHeading>
      <StartAtLoginCard />
    </section>
  );
}
