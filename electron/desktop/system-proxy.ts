import { app, session } from 'electron';

/**
 * The proxy settings of the operating system, PAC scripts included, as Chromium reads
 * them. An implementation of `SystemProxy`.
 */
export async function systemProxy(target: URL): Promise<string> {
  // Sessions exist from then on.
  await app.whenReady();
  // A PAC script need not know more than whom it is about.
  return session.defaultSession.resolveProxy(`${target.origin}/`);
}
