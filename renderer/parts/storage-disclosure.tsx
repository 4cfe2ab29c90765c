import { useId, useState } from 'react';

import { Icon } from './icon.tsx';
import { StoragePanel } from './storage-panel.tsx';

/** The storage panel behind a quiet button, for screens that are about something else. */
export function StorageDisclosure() {
  const [open, setOpen] = useState(false);
  const panelId = useId();
  return (
    <div className="disclosure">
      <button
        type="button"
        className="button button--quiet disclosure__button"
        aria-expanded={open}
        aria-controls={open ? panelId : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name="next" />
        <span>Storage</span>
      </button>
      {open && <StoragePanel id={panelId} />}
    </div>
  );
}
