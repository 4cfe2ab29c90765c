import { useState } from 'react';
import type { DragEvent } from 'react';

import type { PolicyCandidate } from '../../shared/policy.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';

/** Takes a file that might be rolled out, by choosing or dropping it. */
export function PolicyDrop({ onCandidate }: { onCandidate: (candidate: PolicyCandidate) => void }) {
  const { chooseCandidate, readDropped } = useCommands();
  const [isOver, setOver] = useState(false);
  const take = async (reading: Promise<PolicyCandidate | null>): Promise<void> => {
    const candidate = await reading;
    if (candidate !== null) onCandidate(candidate);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) void take(readDropped(file));
  };
  return (
    <section
      className={`card policy-drop${isOver ? ' policy-drop--over' : ''}`}
      aria-label="Preview"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>Test a policy file</h2>
      <p className="muted">
        Choose a managed_config.toml or requirements.toml, or drop it here. This check changes
        nothing.
      </p>
      <div className="actions">
        <Button onClick={() => take(chooseCandidate())}>Choose a file…</Button>
      </div>
    </section>
  );
}
