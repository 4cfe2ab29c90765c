import { defineTexts } from '../define-texts.ts';

/** What `gatehouse leave` says. */
export const leaveCommandTexts = defineTexts({
  item: '{place}  ({what})',
  removed: 'removed',
  kept: 'kept',
  nothing: 'Gatehouse keeps nothing here.',
  wouldBeLost: 'These sign-ins would be lost: {signIns}.',
  keptSignIns: '{count, plural, one {one kept sign-in} other {# kept sign-ins}}',
  unreadableCopy: 'a copy of what could not be read',
  inUseElsewhere: '{account} is in use in {home}, and stays there.',
  openSwitch:
    'A switch between accounts has not ended, so that nothing was removed. Run "gatehouse accounts", then try again.',
  unsavedTokens:
    'New tokens could not be saved yet, so that nothing was removed. Run "gatehouse refresh", then try again.',
  askForYes:
    'Nothing was removed. What Codex uses stays. To remove all of this, close Gatehouse and run: gatehouse leave --yes',
  askForYesSignOut:
    'Nothing was removed. What Codex uses is signed out too. To remove all of this, close Gatehouse and run: gatehouse leave --sign-out --yes',
  quitFirst:
    'Gatehouse is running and would make its files again, so nothing was removed. Quit Gatehouse, then run this again.',
  leftToSystem:
    'Now uninstall Gatehouse the way you installed it. On macOS and Windows the system keeps its entry for starting at login: switch that off in the window first.',
});
