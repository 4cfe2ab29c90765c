import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { closeServer, listenOnLoopback } from './loopback-server.ts';

/** Stands in for the application: its callback redirects to a success page. Ends with the test. */
export async function applicationInTest() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    if (request.url?.startsWith('/auth/callback?code='))
      response.writeHead(302, { location: '/success' });
    response.end('<h1>Back in the application</h1>');
  });
  const origin = await listenOnLoopback(server, 0);
  onTestFinished(() => closeServer(server));
  return { origin, redirectUri: `${origin}/auth/callback`, seen };
}
