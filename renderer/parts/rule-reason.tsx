import { Icon } from './icon.tsx';

/** Why a rule keeps something off; nothing where none does. @param id what the button is described by. */
export function RuleReason({ id, reason }: { id: string; reason: string | null }) {
  if (reason === null) return null;
  return (
    <p id={id} className="method__reason">
      <Icon name="lock" />
      <span>{reason}</span>
    </p>
  );
}
