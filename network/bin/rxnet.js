#!/usr/bin/env node
// Stands outside dist/, so that it is there, and executable, before the first build.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const program = join(__dirname, '..', 'dist', 'main.js');
if (existsSync(program)) {
  require(program).run();
} else {
  process.stderr.write('rxnet is not built yet\n    npm run build\n');
  process.exitCode = 1;
}
