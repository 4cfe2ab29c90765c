// What Electron starts: runs program.cjs beside it, with what was compiled of it when it was built.
// V8 ignores that where it is another version, and then compiles what it needs.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const filename = path.join(__dirname, 'program.cjs');
const compiled = path.join(__dirname, `program.${process.platform}-${process.arch}.compiled`);
const source = fs.readFileSync(filename, 'latin1');
const cachedData = fs.existsSync(compiled) ? fs.readFileSync(compiled) : undefined;
const program = new vm.Script(source, { filename, cachedData }).runInThisContext();
program(require, filename, __dirname);
