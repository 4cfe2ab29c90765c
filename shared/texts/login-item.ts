import { defineTexts } from './define-texts.ts';

/** Starting Gatehouse at login. */
export const loginItemTexts = defineTexts({
  /** What the system's list of such programs says of it. */
  comment: 'Keeps the Codex sign-in fresh',
  ofDevelopment: 'Not available in development builds.',
  ofOtherStore:
    'From within Flatpak or Snap, Gatehouse cannot have itself started at login. The settings of your desktop may.',
  unexpected: 'Gatehouse met an unexpected problem with it.',
  stillOff: 'This system did not take it over: Gatehouse is still not started at login.',
  stillOn: 'This system did not take it over: Gatehouse is still started at login.',
  problems: {
    notKnown: 'It is not known whether Gatehouse starts at login',
    notChanged: 'It could not be changed',
    approval: 'macOS waits for your approval',
    approve: 'Open System Settings > General > Login Items and allow Gatehouse there.',
  },
});
