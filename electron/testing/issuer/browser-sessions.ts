import { randomBytes } from 'node:crypto';
import type { IssuerRequest } from './http-exchange.ts';

/**
 * Ties a form to the browser that it was shown to, so that no other page can post it. The value is
 * in a cookie and in the form.
 */
export interface BrowserSessions {
  /** The session of a browser, new or known, and the header that keeps it. */
  open(request: IssuerRequest): { readonly session: string; readonly setCookie: string };
  /** Whether a posted form came from the browser it was shown to. */
  owns(request: IssuerRequest, session: string | undefined): boolean;
}

export function createBrowserSessions(origin: string): BrowserSessions {
  // Cookies do not tell ports apart, and several issuers may run on one machine.
  const cookieName = `demo-issuer-${new URL(origin).port}`;
  const known = new Set<string>();

  function sessionOf(request: IssuerRequest): string | undefined {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    const value = pairs.find(([name]) => name === cookieName)?.[1];
    return value !== undefined && known.has(value) ? value : undefined;
  }

  return {
    open(request) {
      const session = sessionOf(request) ?? randomBytes(24).toString('base64url');
      known.add(session);
      return { session, setCookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Lax` };
    },
    owns: (request, session) => session !== undefined && sessionOf(request) === session,
  };
}
