/** For how long a keyring is waited for, in milliseconds: for each question, prompts included. */
export const keyringWaits = {
  /** Until it is said for what is waited. */
  untilToldMs: 1_000,
  /** Commands that only tell: status, doctor, token, policy and the like. */
  tellingMs: 20_000,
  /** Commands and clicks that change something, where a person may have to find a password. */
  changingMs: 120_000,
  /** The app, for what it only reads. */
  appReadingMs: 60_000,
  /** The first look of the app, before there is a window. */
  firstLookMs: 1_500,
  /** A look at the state of the service, which has nothing to decrypt. */
  lookMs: 2_000,
  /** Until a keyring that does not heed the end of a question is left behind. */
  untilLeftMs: 500,
  /** Where nobody has set another limit. */
  questionMs: 120_000,
} as const;
