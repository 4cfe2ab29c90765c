#!/usr/bin/env node
// The `gatehouse` command in Node: runs program.cjs beside it, and rest.cjs where it needs that, with
// what was compiled of them when they were built. V8 ignores that where it is another version, and
// then compiles what it needs.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const run = (name) => {
  const filename = path.join(__dirname, `${name}.cjs`);
  const compiled = path.join(__dirname, `${name}.compiled`);
  const source = fs.readFileSync(filename, 'latin1');
  const cachedData = fs.existsSync(compiled) ? fs.readFileSync(compiled) : undefined;
  return new vm.Script(source, { filename, cachedData }).runInThisContext();
};
run('program')(require, path.join(__dirname, 'program.cjs'), __dirname, () => run('rest'));
