import type { Keyring } from '../store/keyring.ts';
import { libraryKeyring } from './keyring-library.ts';
import { secretService } from './secret-service.ts';

/**
 * The keyring of this machine. On Linux that is the Secret Service alone: the kernel's own
 * keyring, where nothing survives a restart, is nothing that the Codex CLI looks at.
 */
export const osKeyring: Keyring =
  process.platform === 'linux' ? secretService(process.env) : libraryKeyring;
