// What Electron starts. Its loader looks through a whole file for exports, and this one is short.
require('./program.cjs');
