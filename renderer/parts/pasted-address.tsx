import { useId, useRef, useState } from 'react';

import type { AppError } from '../../shared/app-error.ts';
import { signingInTexts } from '../../shared/texts/signing-in.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { FieldError } from './field-error.tsx';

const texts = signingInTexts.elsewhere;

/** Takes the address that a browser elsewhere came to, which cannot reach this computer. */
export function PastedAddress({ port }: { port: number }) {
  const commands = useCommands();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [fieldId, hintId, errorId] = [useId(), useId(), useId()];
  const hand = async () => {
    const input = field.current;
    if (input === null) return;
    const problem = await commands.takeAddress(input.value);
    // It holds a code that is of use here alone, and once.
    input.value = '';
    setError(problem);
    if (problem !== null) input.focus();
  };
  return (
    <form
      className="field"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void hand();
      }}
    >
      <p id={hintId} className="field__hint">
        {texts.hint()}
      </p>
      <label htmlFor={fieldId}>{texts.field()}</label>
      <div className="field__row">
        <input
          ref={field}
          id={fieldId}
          data-testid="pasted-address"
          className="input input--mono"
          type="text"
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={8192}
          placeholder={`http://127.0.0.1:${port}/auth/callback?…`}
          aria-describedby={error === null ? hintId : `${errorId} ${hintId}`}
          aria-invalid={error !== null}
        />
        <Button testId="pasted-address-finish" submit>
          {texts.finish()}
        </Button>
      </div>
      <FieldError id={errorId} testId="pasted-address-error" problem={error} />
    </form>
  );
}
