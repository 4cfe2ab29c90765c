/** The public client that Codex signs in as: codex-rs/core/src/auth.rs. */
export const codexClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

/** Exactly what Codex CLI 0.169.0 was seen to ask for. */
export const knownScopes: readonly string[] = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'api.connectors.read',
  'api.connectors.invoke',
];

/** Both ports are registered for the client: codex-rs/login/src/server.rs. */
const registeredPorts: readonly string[] = ['1455', '1457'];
const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the client may be sent back to `redirectUri`; `anyPort` lifts the port rule only. */
export function isRegisteredRedirect(redirectUri: string, anyPort: boolean): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const url = new URL(redirectUri);
  const port = url.port === '' ? '80' : url.port;
  return (
    url.protocol === 'http:' &&
    loopbackHosts.includes(url.hostname) &&
    (anyPort || registeredPorts.includes(port)) &&
    // The whole text, so that no query, fragment, user name or odd spelling gets through.
    redirectUri === `http://${url.host}/auth/callback`
  );
}
