import { defineTexts } from '../define-texts.ts';

/** What `gatehouse refresh` says, and `gatehouse token` while it refreshes. */
export const refreshCommandTexts = defineTexts({
  refreshed: 'The access token was refreshed',
  adopted: 'The access token was already refreshed by another program',
  fresh: 'The access token is still fresh',
  nothing: {
    chatgpt: 'Nothing was refreshed: another program supplies the access token and renews it',
    apiKey: 'Nothing was refreshed: an API key has no access token',
    personalAccessToken: 'Nothing was refreshed: a personal access token is never refreshed',
    bedrockApiKey: 'Nothing was refreshed: a sign-in for Amazon Bedrock has no access token',
    bedrockAccessKeys: 'Nothing was refreshed: a sign-in for Amazon Bedrock has no access token',
    unusable: 'Nothing was refreshed: what is stored cannot be used',
  },
  unsaved: 'The new tokens could not be saved yet. Trying again; please do not end this now.',
  lost: 'The new tokens could not be saved and are lost. Make the store usable, then sign in again. {reason}',
});
