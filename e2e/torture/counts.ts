export interface TortureCounts {
  /** The whole run of `npm run torture`, with what takes too long for `npm test`. */
  readonly isFull: boolean;
  /** Rounds of eight processes of Gatehouse. */
  readonly raceRounds: number;
  /** The same over the keyring. */
  readonly keyringRounds: number;
  /** Rounds of eight `gatehouse refresh` commands. */
  readonly commandRounds: number;
  /** Rounds of eight processes of the Codex CLI, to compare with. */
  readonly codexRounds: number;
  /** Rounds of four and four. */
  readonly mixedRounds: number;
  /** Renewals by the app beside eight processes of the Codex CLI. */
  readonly renewals: number;
  /** Switches beside programs that read, force a read at any moment, and get its answer too late. */
  readonly switchRounds: number;
  readonly forcedRounds: number;
  readonly lateRounds: number;
  /** How long a slow disk or keyring takes for each call. */
  readonly slownessMs: number;
  /** Steps of a switch at which something goes wrong, and those of them that talk to the keyring. */
  readonly stepsOfAFault: number;
  readonly stepsOfTheKeyring: number;
  /** How long nobody answers the prompt of the keyring. */
  readonly unansweredMs: number;
  /** Kills of each thing that is done with saved accounts, at most: `GATEHOUSE_KILLS` of them. */
  readonly killsOfADeed: number;
  /** After every n-th kill the real CLI tells whom it uses. */
  readonly codexEvery: number;
}

const sample: TortureCounts = {
  isFull: false,
  raceRounds: 3,
  keyringRounds: 1,
  commandRounds: 1,
  codexRounds: 1,
  mixedRounds: 2,
  renewals: 2,
  switchRounds: 3,
  forcedRounds: 0,
  lateRounds: 0,
  stepsOfAFault: 3,
  stepsOfTheKeyring: 1,
  unansweredMs: 2_000,
  slownessMs: 2_000,
  killsOfADeed: 6,
  codexEvery: 6,
};

const full: TortureCounts = {
  isFull: true,
  raceRounds: 50,
  keyringRounds: 10,
  commandRounds: 50,
  codexRounds: 10,
  mixedRounds: 50,
  renewals: 10,
  switchRounds: 50,
  forcedRounds: 50,
  lateRounds: 3,
  stepsOfAFault: Number(process.env['GATEHOUSE_STEPS'] ?? Infinity),
  stepsOfTheKeyring: 6,
  unansweredMs: 60_000,
  slownessMs: 10_000,
  killsOfADeed: Number(process.env['GATEHOUSE_KILLS'] ?? Infinity),
  codexEvery: 5,
};

/** How often everything is done: `npm run torture` asks for the full counts. */
export const counts: TortureCounts = process.env['GATEHOUSE_TORTURE'] === 'full' ? full : sample;
