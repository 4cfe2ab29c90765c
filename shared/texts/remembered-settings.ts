import { defineTexts } from './define-texts.ts';

/** Settings that cannot be remembered. */
export const rememberedTexts = defineTexts({
  notRemembered: 'It is not remembered',
  notWrittenUnread: '{file} cannot be read, so nothing was written to it.',
});
