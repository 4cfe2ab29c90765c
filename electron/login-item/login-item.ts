/** What the operating system says of starting the app at login, when it is asked. */
export type LoginItemState =
  | 'on'
  | 'off'
  /** macOS: the app is entered, and the system starts it only once the person allows it there. */
  | 'requiresApproval';

/**
 * The operating system's own entry for starting the app at login, without a window.
 * It is the only memory of what was chosen, so that it is asked and never assumed.
 */
export interface LoginItem {
  /** @throws {LoginItemError} where it cannot be told. */
  read(): Promise<LoginItemState>;
  /** Makes an entry of an earlier file of this program start this one. @returns whether there was one. */
  follow(): Promise<boolean>;
  /** Asks for it; whether it came about, `read` tells. @throws {LoginItemError} */
  set(startAtLogin: boolean): Promise<void>;
}

/** The entry cannot be read or written. The message is for people. */
export class LoginItemError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LoginItemError';
  }
}
