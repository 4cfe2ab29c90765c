import { app, type Session, type WebContents } from 'electron';

import type { Log } from '../ports.ts';
import { appOrigin } from './app-files.ts';

/** They keep Chromium from sending anything of its own. */
const quietSwitches = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'dns-prefetch-disable',
  'no-pings',
];

/** No UDP, and there is no proxy for it. */
const noWebRtcPackets = 'disable_non_proxied_udp';

/**
 * Draws without a graphics card: after a few crashes of its driver Chromium would end the
 * program. macOS always needs the card. Must run before Electron is ready.
 */
export function outliveGraphics(log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) =>
    log.error('process.gone', { type, reason, exitCode }),
  );
  if (process.platform === 'darwin') return;
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('disable-software-rasterizer');
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
}

/**
 * Takes what the window does not need from every session and page. `crashReporter` is not
 * started: a dump holds tokens. Must run before Electron is ready.
 */
export function hardenElectron({ isDevelopment }: { readonly isDevelopment: boolean }): void {
  for (const name of quietSwitches) app.commandLine.appendSwitch(name);
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', noWebRtcPackets);
  app.on('session-created', (session) => hardenSession(session, isDevelopment));
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

function hardenSession(session: Session, isDevelopment: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  // Else the dictionary of the user's language is still fetched from Google.
  session.setSpellCheckerLanguages([]);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isDeveloperTools = isDevelopment && url.startsWith('devtools://');
    answer({ cancel: !isDeveloperTools && !url.startsWith(`${appOrigin}/`) });
  });
}

function hardenContents(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy(noWebRtcPackets);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
