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
}

const sample: TortureCounts = {
  isFull: false,
  raceRounds: 3,
  keyringRounds: 1,
  commandRounds: 1,
  codexRounds: 1,
  mixedRounds: 2,
  renewals: 2,
};

const full: TortureCounts = {
  isFull: true,
  raceRounds: 50,
  keyringRounds: 10,
  commandRounds: 50,
  codexRounds: 10,
  mixedRounds: 50,
  renewals: 10,
};

/** How often everything is done: `npm run torture` asks for the full counts. */
export const counts: TortureCounts = process.env['GATEHOUSE_TORTURE'] === 'full' ? full : sample;
