import { useId, useRef, useState } from 'react';

import type { AppError } from '../../shared/app-error.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { waysToSignInTexts } from '../../shared/texts/ways-to-sign-in.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { FieldError } from '../parts/field-error.tsx';
import { KeptSignIn } from '../parts/note.tsx';
import { useEscape } from '../parts/use-escape.ts';

const texts = waysToSignInTexts.keyForm;

/** Takes an API key, which is in no state: it stays in the field until it is handed over. */
export function ApiKeyForm() {
  const commands = useCommands();
  const failed = useApp().signIn.kind === 'failed';
  const field = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [hintId, errorId, fieldId] = [useId(), useId(), useId()];

  const leave = () => {
    if (field.current !== null) field.current.value = '';
    // The snapshot without the failed sign-in closes the form by itself.
    if (failed) void commands.dismissFailure();
    else commands.show('home');
  };
  useEscape(leave);

  const save = async () => {
    const input = field.current;
    if (input === null) return;
    if (input.value.trim() === '') {
      setError({ code: 'api-key-empty', message: texts.empty() });
      input.focus();
      return;
    }
    const saving = commands.saveApiKey(input.value);
    input.value = '';
    setShown(false);
    const problem = await saving;
    setError(problem);
    if (problem !== null) field.current?.focus();
  };

  return (
    <form
      className="stack"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h1>{texts.title()}</h1>
      <p className="lead">{texts.lead()}</p>
      <KeptSignIn />
      <div className="field">
        <label htmlFor={fieldId}>{texts.field()}</label>
        <div className="field__row">
          <input
            ref={field}
            id={fieldId}
            data-testid="api-key-input"
            data-view-focus=""
            className="input input--mono"
            type={shown ? 'text' : 'password'}
            autoComplete="off"
            autoCapitalize="off"
            placeholder="sk-…"
            spellCheck={false}
            maxLength={4096}
            aria-describedby={error === null ? hintId : `${errorId} ${hintId}`}
            aria-invalid={error !== null}
          />
          <Button testId="api-key-show" onClick={() => setShown(!shown)}>
            {shown ? texts.hide() : texts.show()}
          </Button>
        </div>
        <FieldError id={errorId} testId="api-key-error" problem={error} />
        <p id={hintId} className="field__hint">
          {texts.hint()}
        </p>
      </div>
      <div className="actions">
        <Button testId="api-key-save" kind="primary" submit>
          {texts.save()}
        </Button>
        <Button testId="api-key-cancel" onClick={leave}>
          {buttonTexts.cancel()}
        </Button>
      </div>
    </form>
  );
}
