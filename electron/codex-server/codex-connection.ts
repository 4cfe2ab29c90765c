/**
 * A way to a Codex server on which whole messages travel: lines of its standard input and output,
 * or frames of a WebSocket.
 */
export interface CodexConnection {
  /** Sends one message, JSON without a line break. Does nothing once it is closed. */
  send(message: string): void;
  /** There is one listener, which is there before anything arrives. */
  onMessage(listener: (message: string) => void): void;
  /** Resolves once nothing more can arrive; it never rejects. */
  readonly closed: Promise<void>;
  /**
   * Says that nothing more will be sent, and waits until the other side has ended, for a limited
   * time. It never rejects.
   */
  close(): Promise<void>;
}
