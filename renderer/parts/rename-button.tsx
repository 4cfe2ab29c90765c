import { useId, useRef, useState } from 'react';

import { maxLabelLength, type SavedAccount } from '../../shared/saved-accounts.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { savedAccountsCardTexts } from '../../shared/texts/saved-accounts-card.ts';
import { accountName } from '../../shared/wording/saved-accounts.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button, type ButtonProps } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { messageWith } from './message-with.tsx';

const texts = savedAccountsCardTexts.rename;

/** Asks, in a dialog, what an account is to be called. */
export function RenameButton(
  props: Pick<ButtonProps, 'testId' | 'describedBy' | 'disabled' | 'kind'> & {
    account: SavedAccount;
  },
) {
  const { account, ...button } = props;
  const commands = useCommands();
  const [asking, setAsking] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const [fieldId, hintId] = [useId(), useId()];
  const close = () => setAsking(false);
  return (
    <>
      <Button {...button} onClick={() => setAsking(true)}>
        {buttonTexts.rename()}
      </Button>
      <Dialog isOpen={asking} title={texts.title()} onClose={close}>
        {asking && (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              close();
              void commands.renameAccount(account.id, field.current?.value ?? '');
            }}
          >
            <div className="field">
              <label htmlFor={fieldId}>{texts.field()}</label>
              <input
                ref={field}
                id={fieldId}
                data-testid="rename-name"
                className="input"
                type="text"
                autoComplete="off"
                defaultValue={account.label ?? ''}
                maxLength={maxLabelLength}
                aria-describedby={hintId}
              />
              <p id={hintId} className="field__hint">
                {messageWith(texts.hint, {
                  name: <bdi>{accountName({ ...account, label: null })}</bdi>,
                })}
              </p>
            </div>
            <div className="actions actions--end">
              <Button testId="dialog-keep" onClick={close}>
                {buttonTexts.cancel()}
              </Button>
              <Button testId="rename-save" kind="primary" submit>
                {texts.save()}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}
