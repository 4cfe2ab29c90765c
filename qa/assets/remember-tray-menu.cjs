// Electron loads this before the app: keeps the menu that the tray icon was given last, whose items
// have ids, for the test to read as `globalThis.gatehouseTrayMenu`. The desktop knows labels alone.
const { Tray } = require('electron');

const setContextMenu = Tray.prototype.setContextMenu;
Tray.prototype.setContextMenu = function (menu) {
  globalThis.gatehouseTrayMenu = menu;
  return setContextMenu.call(this, menu);
};
