/**
 * Address of the window's page: a scheme of its own, since pages of `file:` share
 * one origin with every other file and carry privileges that nothing here needs.
 */
export const appScheme = 'app';
const appHost = 'gatehouse';
export const appOrigin = `${appScheme}://${appHost}`;
export const appPage = `${appOrigin}/index.html`;
