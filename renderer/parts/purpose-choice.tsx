import { useId } from 'react';

import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { useCommands, useMirror } from '../gatehouse-context.ts';

const choices = [
  {
    purpose: { purpose: 'use' },
    label: 'Use now',
    hint: 'Codex uses the new account. Your present one is saved.',
  },
  {
    purpose: { purpose: 'keep' },
    label: 'Keep for later',
    hint: 'The new account is saved. Codex goes on with your present one.',
  },
] as const satisfies readonly { purpose: SignInPurpose; label: string; hint: string }[];

/** What becomes of the account that is about to be added. */
export function PurposeChoice() {
  const commands = useCommands();
  const chosen = useMirror((mirror) => mirror.purpose);
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">What to do with the new account</legend>
      {choices.map(({ purpose, label, hint }) => (
        <div key={label} className="choice__item">
          <label className="check">
            <input
              type="radio"
              name={name}
              checked={chosen.purpose === purpose.purpose}
              aria-describedby={`${name}-${purpose.purpose}`}
              onChange={() => commands.choosePurpose(purpose)}
            />
            <span>{label}</span>
          </label>
          <p id={`${name}-${purpose.purpose}`} className="muted">
            {hint}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
