import { waysToSignInTexts } from '../../shared/texts/ways-to-sign-in.ts';
import { Icon } from './icon.tsx';

const texts = waysToSignInTexts.whatGatehouseDoes;

/** In three lines what Gatehouse does, and what it does not. */
export function WhatItDoes() {
  return (
    <ul className="what" aria-label={texts.title()}>
      <li>
        <Icon name="check" />
        <span>{texts.signsIn()}</span>
      </li>
      <li>
        <Icon name="check" />
        <span>{texts.keepsSignedIn()}</span>
      </li>
      <li>
        <Icon name="check" />
        <span>{texts.doesNot()}</span>
      </li>
    </ul>
  );
}
