import { defineTexts } from './define-texts.ts';

/** Proxies and files of authorities, and what to do where one cannot be used. */
export const networkTexts = defineTexts({
  caFile: {
    absent: '{file} does not exist.',
    noFile: '{file} is no regular file.',
    unreadable: '{file} cannot be read ({reason}).',
    noPem: '{file} holds no certificate in PEM form.',
    damaged: '{file} has a damaged certificate, number {certificate}.',
  },
  namedCaFile: {
    absent: '{file}, which {variable} names, does not exist.',
    noFile: '{file}, which {variable} names, is no regular file.',
    unreadable: '{file}, which {variable} names, cannot be read ({reason}).',
    noPem: '{file}, which {variable} names, holds no certificate in PEM form.',
    damaged: '{file}, which {variable} names, has a damaged certificate, number {certificate}.',
  },
  variable: {
    socks: '{variable} names a SOCKS proxy, and Gatehouse uses HTTP proxies alone.',
    invalid: '{variable} is no address of an HTTP proxy.',
    advice: 'Set {variable} to an address such as http://proxy.example:8080, or unset it.',
  },
  system: {
    /** In the middle of a sentence. */
    place: "the proxy in the system's settings",
    unusable: "The system's settings name a proxy that Gatehouse cannot use, such as SOCKS.",
    useVariable: 'Set HTTPS_PROXY to the address of an HTTP proxy, or NO_PROXY to do without one.',
    unanswered: 'The system did not say which proxy its settings want.',
    checkScript:
      "Check the proxy script in the system's settings; or set HTTPS_PROXY to the address of an HTTP proxy, or NO_PROXY to do without one.",
  },
  http: {
    noAddress: 'The address cannot be reached: it is none.',
    /** In the place of one that is none. */
    theAddress: 'the address',
    cancelled: 'The request to {address} was cancelled.',
    timedOut: '{address} did not answer within {seconds} s.',
    untrusted: 'The certificate of {address} is of an authority that is not trusted here ({code}).',
    setAuthority:
      'Set CODEX_CA_CERTIFICATE to a file with the authority of your network, in PEM form.',
    unreachable: 'Can’t connect to {address}.',
    unreachableBecause: 'Can’t connect to {address} ({code}).',
    otherProtocol: '{address} answered that it speaks another protocol now (101).',
    redirected: '{address} answered with a redirect.',
    tooLarge: 'The answer of {address} is too large.',
  },
  proxy: {
    /** Why it cannot be reached, where the system has no code for it. */
    reasons: {
      unknown: 'unknown reason',
      noAnswer: 'no answer in time',
      noHttp: 'no HTTP',
    },
    unreachable: 'The proxy {proxy} cannot be reached ({reason}).',
    checkNetwork: 'Check {place}, and the network.',
    interim: 'The proxy {proxy} answers in a way that Gatehouse cannot use (HTTP {status}).',
    checkAnswer: 'Check {place}, or have the proxy connect without an interim answer.',
    asksForPassword: 'The proxy {proxy} asks for a user name and password (HTTP 407).',
    checkPassword: 'Check those in {variable}.',
    setPassword: 'Set HTTPS_PROXY to that address with the user name and the password in it.',
    refuses: 'The proxy {proxy} refuses to connect to {host} (HTTP {status}).',
    checkHost: 'Check {place}, or have the proxy let {host} through.',
  },
});
