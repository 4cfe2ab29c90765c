import { defineTexts } from './define-texts.ts';

/** Each kind of sign-in, and what becomes of one that is removed. */
export const signInKindTexts = defineTexts({
  /** As a title. */
  names: {
    chatgpt: 'ChatGPT account',
    apiKey: 'API key',
    personalAccessToken: 'Personal access token',
    bedrockApiKey: 'Amazon Bedrock API key',
    bedrockAccessKeys: 'AWS access keys for Amazon Bedrock',
    other: 'Sign-in of another kind',
  },
  /** Of a credential that nobody can revoke from here. */
  removals: {
    apiKey:
      'The key is deleted from this device. It stays valid until you delete it in your OpenAI platform account.',
    personalAccessToken:
      'The token is deleted from this device and cannot be shown again. It stays valid until you delete it in ChatGPT.',
    bedrockApiKey:
      'The Amazon Bedrock key is deleted from this device. It stays valid until you delete it in AWS.',
    bedrockAccessKeys:
      'The AWS access keys are deleted from this device. They stay valid until you delete them in AWS.',
  },
});
