// What `npm run demo` needs of the test support, as one bundle that plain Node can load.
export { ada as demoAccount } from '../testing/issuer/accounts.ts';
export { startEmbeddedIssuer } from '../testing/issuer/embedded-issuer.ts';
export { signInWith } from '../testing/issuer/user-agent.ts';
