#!/usr/bin/env node
// The `gatehouse` command in Node: runs program.cjs beside it, and rest.cjs where it needs that, with
// what was compiled of them when they were built, by this very Node: V8 takes what another Node with
// its version of V8 compiled, and crashes (20.19.0 on that of 20.20.2). Else it compiles what it needs.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const run = (name) => {
  const filename = path.join(__dirname, `${name}.cjs`);
  const { version, platform, arch } = process;
  const compiled = path.join(__dirname, `${name}.${version}-${platform}-${arch}.compiled`);
  const source = fs.readFileSync(filename, 'latin1');
  const cachedData = fs.existsSync(compiled) ? fs.readFileSync(compiled) : undefined;
  return new vm.Script(source, { filename, cachedData }).runInThisContext();
};
run('program')(require, path.join(__dirname, 'program.cjs'), __dirname, () => run('rest'));
