import type { SealKey } from '../../saved-accounts/account-seal.ts';

/**
 * A seal of the model, in the place of age: at once, and the same text gives the same bytes, so that
 * equal states are known as equal.
 */
const mark = 'sealed for age1model\n';

export const modelKey: SealKey = { identity: 'AGE-SECRET-KEY-1MODEL', recipient: 'age1model' };

export const modelSeal = {
  newSealKey: (): Promise<SealKey> => Promise.resolve(modelKey),
  sealKeyOf: (identity: string): Promise<SealKey | null> =>
    Promise.resolve(identity === modelKey.identity ? modelKey : null),
  seal: (text: string): Promise<Uint8Array> => Promise.resolve(Buffer.from(sealedText(text))),
  unseal: (content: Uint8Array): Promise<string | null> => {
    const text = Buffer.from(content).toString('latin1');
    return Promise.resolve(text.startsWith(mark) ? unsealedText(text) : null);
  },
};

export function sealedText(text: string): string {
  return mark + Buffer.from(text).toString('hex');
}

/** The text in a sealed content; a text that is not sealed as it is. */
export function unsealedText(content: string): string {
  if (!content.startsWith(mark)) return content;
  return Buffer.from(content.slice(mark.length), 'hex').toString();
}
