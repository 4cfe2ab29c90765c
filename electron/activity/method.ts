import type { Credential } from '../auth/credential.ts';

/** The kind of a sign-in as a code of the log; null where there is none that can be used. */
export function methodOf(credential: Credential): 'chatgpt' | 'api-key' | null {
  switch (credential.kind) {
    case 'chatgpt':
      return 'chatgpt';
    case 'apiKey':
      return 'api-key';
    case 'signedOut':
    case 'unusable':
      return null;
  }
}
