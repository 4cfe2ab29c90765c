import { waysToSignInTexts } from '../../shared/texts/ways-to-sign-in.ts';

const texts = waysToSignInTexts.whatGatehouseDoes;

/** In three lines what Gatehouse does, and what it does not. */
export function WhatItDoes() {
  return (
    <ul className="what" aria-label={texts.title()}>
      <li>{texts.signsIn()}</li>
      <li>{texts.keepsSignedIn()}</li>
      <li>{texts.doesNot()}</li>
    </ul>
  );
}
