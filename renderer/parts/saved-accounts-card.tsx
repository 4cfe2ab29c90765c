import { useId, useState } from 'react';

import { buttonTexts } from '../../shared/texts/buttons.ts';
import { savedAccountsCardTexts as texts } from '../../shared/texts/saved-accounts-card.ts';
import type { SavedAccount } from '../../shared/saved-accounts.ts';
import {
  accountNaming,
  accountStateText,
  obstacleToUse,
} from '../../shared/wording/saved-accounts.ts';
import { findAccounts, searchedFrom } from '../account-search.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { savedAccountFacts, savedAccountWord } from '../wording/saved-account-phrases.ts';
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { clockTime } from '../wording/time-phrases.ts';
import { AccountsProblem } from './accounts-problem.tsx';
import { Button } from './button.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { Icon } from './icon.tsx';
import { locale } from './locale.ts';
import { MessageDetails } from './message-details.tsx';
import { messageWith } from './message-with.tsx';
import { RuleReason, usePermission } from './permission.tsx';
import { RenameButton } from './rename-button.tsx';
import { SearchField } from './search-field.tsx';
import { StatusWord } from './status-word.tsx';
import { useNow } from './use-now.ts';

/** More than these are shown on request, so that what is below is not far away. */
const shownAtFirst = 9;

const cardId = 'saved-accounts';

/** Leads to the list of saved accounts, on the same page. */
export function showSavedAccounts(): void {
  const card = document.getElementById(cardId);
  card?.scrollIntoView({ block: 'start' });
  card?.querySelector<HTMLElement>('.saved__list .button')?.focus({ preventScroll: true });
}

/** The accounts that are not in use, with what stands in the way of opening them. */
export function SavedAccountsCard() {
  const app = useApp();
  const commands = useCommands();
  const titleId = useId();
  const [text, setText] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const { accounts, problem, inPlainFiles } = app.accounts;
  const nameOf = accountNaming(accounts);
  const others = accounts.filter(({ state }) => state.kind !== 'inUse');
  const lastUses = others.map(({ lastUsedAt }) => lastUsedAt);
  const now = useNow(lastUses, 'distance');
  const isSearched = accounts.length >= searchedFrom;
  const found = isSearched ? findAccounts(others, text) : others;
  const shown = showsAll || text !== '' ? found : found.slice(0, shownAtFirst);
  // Where nobody is signed in, the ways to sign in are on the same page.
  const isPlaceToAdd = app.account.kind !== 'signedOut' && app.account.kind !== 'unusable';
  if (!isPlaceToAdd && others.length === 0 && problem === null) return null;
  const disabled = app.busy !== null || app.signIn.kind !== 'idle';
  return (
    <section
      id={cardId}
      className="card saved"
      aria-labelledby={titleId}
      data-testid="saved-accounts"
    >
      <div className="view-head">
        <h2 id={titleId} tabIndex={-1} data-part-focus="">
          {texts.title()}
        </h2>
        {isPlaceToAdd && (
          <Button
            testId="saved-accounts-add"
            kind="quiet"
            disabled={disabled}
            onClick={() => commands.show('methods', { purpose: 'keep' })}
          >
            {texts.add()}
          </Button>
        )}
      </div>
      <AccountsProblem />
      {others.length === 0 && <p className="muted">{texts.none()}</p>}
      {isSearched && (
        <>
          <SearchField
            className="saved__search"
            label={texts.search.label()}
            placeholder={texts.search.placeholder()}
            value={text}
            onChange={setText}
          />
          <p className="muted" role="status">
            {found.length === others.length
              ? texts.search.all({ count: others.length })
              : texts.search.found({ found: found.length, count: others.length })}
          </p>
        </>
      )}
      <ul className="saved__list" aria-labelledby={titleId}>
        {shown.map((account) => (
          <SavedAccountItem
            key={account.id}
            {...{ account, now, disabled, inPlainFiles }}
            name={nameOf(account)}
          />
        ))}
      </ul>
      {shown.length < found.length && (
        <Button testId="saved-accounts-all" kind="quiet" onClick={() => setShowsAll(true)}>
          {texts.search.showAll({ count: found.length })}
        </Button>
      )}
      {inPlainFiles && <PlainFiles disabled={disabled} />}
    </section>
  );
}

function PlainFiles({ disabled }: { disabled: boolean }) {
  const commands = useCommands();
  const textId = useId();
  return (
    <div className="saved__plain">
      <p id={textId} className="muted">
        {texts.plainFiles.note()}
      </p>
      <Button
        kind="quiet"
        describedBy={textId}
        disabled={disabled}
        onClick={() => commands.savePlainFiles(false)}
      >
        {texts.plainFiles.seal()}
      </Button>
    </div>
  );
}

function SavedAccountItem(props: {
  account: SavedAccount;
  /** By which it differs from the others. */
  name: string;
  now: number;
  disabled: boolean;
  inPlainFiles: boolean;
}) {
  const { account, name, now, disabled, inPlainFiles } = props;
  const { id, kind, state } = account;
  const commands = useCommands();
  const [isOpen, setIsOpen] = useState(false);
  const [whoId, whyId, moreId] = [useId(), useId(), useId()];
  const told = accountStateText(state, (at) => clockTime(at, now, locale));
  const why = told && plainMessage(told).text;
  const needsSignIn = state.kind === 'needsSignIn';
  return (
    <li className="saved__item" data-testid="saved-account" data-state={state.kind}>
      <div className="saved__head">
        <p id={whoId} className="saved__who">
          <bdi>{name}</bdi>
        </p>
        <StatusWord
          testId="saved-account-state"
          {...savedAccountWord(state)}
          icon={state.kind === 'notAllowed' ? 'lock' : undefined}
        />
      </div>
      <p className="muted">
        {savedAccountFacts(account, inPlainFiles, now, locale).map((fact, index) => (
          <span key={fact}>
            {index > 0 && ' \u00b7 '}
            <bdi>{fact}</bdi>
          </span>
        ))}
      </p>
      {why !== null && (
        <p id={whyId} className="saved__why">
          {why}
        </p>
      )}
      {told !== null && <MessageDetails message={told} />}
      {needsSignIn && kind === 'personalAccessToken' && (
        <p className="muted">
          {messageWith(texts.tokenByCommand, {
            command: <code>gatehouse login --with-access-token</code>,
          })}
        </p>
      )}
      <div className="actions">
        {needsSignIn && kind !== 'personalAccessToken' && (
          <SignInAgain account={account} describedBy={whoId} disabled={disabled} />
        )}
        {!needsSignIn && (
          <Button
            testId="saved-account-use"
            describedBy={why === null ? whoId : `${whoId} ${whyId}`}
            disabled={disabled || obstacleToUse(state) !== null}
            onClick={() => commands.useAccount(id)}
          >
            {buttonTexts.useNow()}
          </Button>
        )}
        {state.kind === 'notAllowed' && (
          <Button
            testId="saved-account-rule"
            kind="quiet"
            describedBy={whoId}
            onClick={() => commands.showRule(state.rule)}
          >
            {buttonTexts.showRule()}
          </Button>
        )}
        <button
          type="button"
          className="button button--quiet saved__more"
          data-testid="saved-account-more"
          aria-expanded={isOpen}
          aria-controls={isOpen ? moreId : undefined}
          aria-describedby={whoId}
          onClick={() => setIsOpen(!isOpen)}
        >
          <span>{texts.more()}</span>
          <Icon name="next" />
        </button>
      </div>
      {isOpen && (
        <div id={moreId}>
          <More name={name} account={account} describedBy={whoId} disabled={disabled} />
        </div>
      )}
    </li>
  );
}

interface ItemButtonProps {
  account: SavedAccount;
  describedBy: string;
  disabled: boolean;
}

function SignInAgain({ account, describedBy, disabled }: ItemButtonProps) {
  const commands = useCommands();
  return (
    <Button
      testId="saved-account-sign-in-again"
      describedBy={describedBy}
      disabled={disabled}
      onClick={() => commands.show('methods', { purpose: 'renew', account: account.id })}
    >
      {buttonTexts.signInAgain()}
    </Button>
  );
}

/** What is done less often, and what takes the account away. */
function More({ name, account, describedBy, disabled }: ItemButtonProps & { name: string }) {
  const commands = useCommands();
  const everywhere = usePermission('gatehouse.allow_sign_out_everywhere');
  const { id, kind, state } = account;
  return (
    <>
      <div className="actions">
        <RenameButton
          testId="saved-account-rename"
          account={account}
          describedBy={describedBy}
          disabled={disabled}
        />
        {state.kind !== 'needsSignIn' && kind === 'chatgpt' && (
          <SignInAgain account={account} describedBy={describedBy} disabled={disabled} />
        )}
        <ConfirmButton
          testId="saved-account-remove"
          describedBy={describedBy}
          disabled={disabled}
          title={texts.remove.title()}
          text={
            kind === 'chatgpt'
              ? texts.remove.chatgpt({ name: name })
              : texts.remove.key({ name: name })
          }
          keepLabel={buttonTexts.keepIt()}
          onConfirm={() => commands.removeAccount(id)}
        >
          {texts.remove.label()}
        </ConfirmButton>
        {kind === 'chatgpt' && (
          <ConfirmButton
            testId="saved-account-sign-out-everywhere"
            kind="danger"
            describedBy={everywhere.button.describedBy ?? describedBy}
            disabled={disabled || everywhere.button.disabled}
            title={texts.signOutEverywhere.title()}
            text={texts.signOutEverywhere.text({ name: name })}
            keepLabel={buttonTexts.keepIt()}
            onConfirm={() => commands.signOutAccount(id)}
          >
            {buttonTexts.signOutEverywhere()}
          </ConfirmButton>
        )}
      </div>
      {kind === 'chatgpt' && <RuleReason {...everywhere.reason} />}
    </>
  );
}
