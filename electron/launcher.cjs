// What Electron starts: runs the program beside it, with what was compiled of it when it was built. V8
// ignores that where it is another version, and then compiles what it needs. Both are deflated: they
// would be most of the package.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const zlib = require('node:zlib');

const filename = path.join(__dirname, 'program.cjs');
const compiled = path.join(__dirname, `program.${process.platform}-${process.arch}.compiled`);
const inflated = (file) => zlib.inflateRawSync(fs.readFileSync(`${file}.deflated`));

const source = inflated(filename).toString('latin1');
const cachedData = fs.existsSync(`${compiled}.deflated`) ? inflated(compiled) : undefined;
const program = new vm.Script(source, { filename, cachedData }).runInThisContext();
program(require, filename, __dirname);
