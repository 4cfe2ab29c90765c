// Loaded before the command, says on standard error which renames the system refuses.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const { rename } = fs.promises;
fs.promises.rename = async (from, to) => {
  try {
    return await rename(from, to);
  } catch (error) {
    fs.writeSync(2, `rename over ${path.basename(to)}: ${error.code}\n`);
    throw error;
  }
};
