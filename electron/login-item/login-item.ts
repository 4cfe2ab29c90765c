/** What the operating system says of starting the app at login. */
export type LoginItemState =
  | 'on'
  | 'off'
  /** macOS: the app is entered, and the person has yet to allow it in the system's settings. */
  | 'requiresApproval';

/** The operating system's entry for starting the app at login, and the only memory of the choice. */
export interface LoginItem {
  read(): Promise<LoginItemState>;
  /** Points an entry of an earlier file of this program to this one; returns whether there was one. */
  follow(): Promise<boolean>;
  /** Asks for it; only `read` says whether it took effect. @throws {LoginItemError} */
  set(startAtLogin: boolean): Promise<void>;
}

/** The entry cannot be read or written. The message is for people. */
export class LoginItemError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LoginItemError';
  }
}
