import { defineTexts } from './define-texts.ts';

/** Credentials and addresses that variables of the environment set. */
export const environmentCredentialTexts = defineTexts({
  workloadIdentity: {
    requires: 'Workload identity requires {name}.',
    empty: '{name} is empty.',
    source: '{variable} must be file or spiffe.',
    notOfSpiffe: 'SPIFFE settings require {variable}=spiffe.',
    notAbsolute: '{variable} must be an absolute path.',
    fileToo: 'SPIFFE authentication cannot also set {variable}.',
    notSpiffeId: '{variable} is not a SPIFFE ID.',
  },
  notToken: '{variable} is not a token that Codex can use.',
  ignored: {
    notTrustworthy: '{variable} is ignored: it must be an https or a loopback URL.',
    notAscii: '{variable} is ignored: it must be of printable ASCII characters.',
  },
  issuerNotTrustworthy:
    'GATEHOUSE_ISSUER must be an https URL, or an http URL of this machine (127.0.0.1).',
  notSent:
    'Nothing was sent, because this sign-in is of another sign-in service than the one Gatehouse is set to. Set GATEHOUSE_ISSUER to the service that issued it, or sign in again.',
  tokenRefused:
    'The sign-in service refused the personal access token of CODEX_ACCESS_TOKEN (HTTP 401). Set it to a new one from ChatGPT, or unset it.',
  lookUp: {
    failed: 'Whose the personal access token is could not be asked. {reason} Try again later.',
    unusualToken: 'It is not of the usual form.',
    refused:
      'The sign-in service refused the personal access token (HTTP 401). Make a new one in ChatGPT, then run "gatehouse login --with-access-token".',
  },
  sentElsewhere: {
    refreshes: 'Refreshes go to {origin}, because {variable} is set.',
    revocations: 'Revocations go to {origin}, because {variable} is set.',
    tokenQuestions:
      'Questions about personal access tokens go to {origin}, because {variable} is set.',
  },
});
