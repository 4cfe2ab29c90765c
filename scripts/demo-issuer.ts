// What `npm run demo` needs of the test support, as one bundle that plain Node can load.
export { ada as demoAccount } from '../electron/testing/issuer/accounts.ts';
export { startEmbeddedIssuer } from '../electron/testing/issuer/embedded-issuer.ts';
export { signInWith } from '../electron/testing/issuer/user-agent.ts';
