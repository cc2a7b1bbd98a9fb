#!/usr/bin/env node
// Stands outside dist/, so that it is there, and executable, before the first build.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const program = join(__dirname, '..', 'dist', 'main.js');
if (existsSync(program)) {
  // Fabric's client libraries read the command line while they load, and answer --help themselves.
  const words = process.argv;
  process.argv = words.slice(0, 2);
  const { run } = require(program);
  process.argv = words;
  run();
} else {
  process.stderr.write('rxnet is not built yet\n    npm run build\n');
  process.exitCode = 1;
}
