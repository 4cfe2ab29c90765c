import { useId } from 'react';

import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { waysToSignInTexts } from '../../shared/texts/ways-to-sign-in.ts';
import { useCommands, useMirror } from '../gatehouse-context.ts';

const texts = waysToSignInTexts.purposes;

const choices = [
  { purpose: { purpose: 'use' }, label: texts.use, hint: texts.useHint },
  { purpose: { purpose: 'keep' }, label: texts.keep, hint: texts.keepHint },
] as const satisfies readonly {
  purpose: SignInPurpose;
  label: () => string;
  hint: () => string;
}[];

/** What becomes of the account that is about to be added. */
export function PurposeChoice() {
  const commands = useCommands();
  const chosen = useMirror((mirror) => mirror.purpose);
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">{texts.title()}</legend>
      {choices.map(({ purpose, label, hint }) => (
        <div key={purpose.purpose} className="choice__item">
          <label className="check">
            <input
              type="radio"
              name={name}
              checked={chosen.purpose === purpose.purpose}
              aria-describedby={`${name}-${purpose.purpose}`}
              onChange={() => commands.choosePurpose(purpose)}
            />
            <span>{label()}</span>
          </label>
          <p id={`${name}-${purpose.purpose}`} className="muted">
            {hint()}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
