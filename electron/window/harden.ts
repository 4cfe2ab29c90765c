import { app, type Session, type WebContents } from 'electron';

import type { Log } from '../ports.ts';
import { appOrigin } from './app-address.ts';

/** Switches of Chromium that keep it from speaking to anybody by itself. */
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
 * Draws without a graphics card, of which so small a window has no need: a driver that crashes
 * would take the program along, once Chromium has tried it three times in each way it knows.
 * So may the process that draws die as often as it is killed; each time it is logged and made
 * anew. macOS draws by its card alone. Must run before Electron is ready.
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
 * Takes away whatever the window has no use for, from every session and page
 * there will be. Must run before Electron is ready.
 *
 * Crash dumps are never written or sent: `crashReporter` is not started, since a
 * dump of this process holds tokens.
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
  // Else the dictionary of the user's language is fetched from Google all the same.
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
