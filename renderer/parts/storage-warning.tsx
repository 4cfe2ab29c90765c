import type { StoragePlace } from '../../shared/app-state.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** Says that others can read what a place holds, and mends it on the person's word. */
export function StorageWarning({ place, disabled }: { place: StoragePlace; disabled: boolean }) {
  const commands = useCommands();
  if (place.protection !== 'readableByOthers') return null;
  return (
    <div className="storage__row">
      <p className="method__reason">
        <Icon name="warning" />
        <span>
          <span className="visually-hidden">Warning: </span>
          Readable by other users of this computer
        </span>
      </p>
      <Button disabled={disabled} onClick={commands.protectStore}>
        Make it private
      </Button>
    </div>
  );
}
