import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import tls from 'node:tls';

import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { bareHostOf, portOf } from '../network/host-and-port.ts';
import type { Trust } from './trusted-authorities.ts';

export interface SecuringOptions {
  readonly trust: Trust;
  readonly signal: AbortSignal;
}

/** The certificate of the other side is of no trusted authority. */
export class UntrustedError extends Error {
  readonly code: string;
  readonly origin: string;
  readonly trust: Trust;

  constructor(code: string, origin: string, trust: Trust) {
    super('The certificate is not trusted.');
    this.name = 'UntrustedError';
    this.code = code;
    this.origin = origin;
    this.trust = trust;
  }
}

/** Connects to the host and port of an address. @throws the system's error, or an AbortError. */
export function openSocket(address: URL, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host: bareHostOf(address), port: portOf(address), noDelay: true });
  return untilReady(socket, 'connect', signal);
}

/** TLS with the host of the address. @throws {UntrustedError}, a system error or an AbortError. */
export async function secure(
  socket: Socket,
  address: URL,
  { trust, signal }: SecuringOptions,
): Promise<Socket> {
  const host = bareHostOf(address);
  const secured = tls.connect({
    socket,
    host,
    // RFC 6066 section 3: an IP address is no server name.
    servername: isIP(host) === 0 ? host : '',
    secureContext: trust.secureContext,
    ALPNProtocols: ['http/1.1'],
    // Otherwise NODE_TLS_REJECT_UNAUTHORIZED would decide.
    rejectUnauthorized: true,
  });
  try {
    return await untilReady(secured, 'secureConnect', signal);
  } catch (error) {
    const code = systemCodeOf(error) ?? '';
    throw unknownAuthorityCodes.has(code) ? new UntrustedError(code, address.origin, trust) : error;
  }
}

const unknownAuthorityCodes = new Set([
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

async function untilReady<S extends Socket>(
  socket: S,
  event: string,
  signal: AbortSignal,
): Promise<S> {
  try {
    await once(socket, event, { signal });
    // The next read or write meets the error as well.
    return socket.on('error', () => {});
  } catch (error) {
    socket.on('error', () => {}).destroy();
    throw error;
  }
}
