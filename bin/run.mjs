#!/usr/bin/env node
// Runs one of the checkout's own scripts: `node bin/run.mjs scripts/test.ts [arguments]`. Runs on any Node from 18 on.
import { launch } from './launch.mjs';

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write(
    'usage: node bin/run.mjs SCRIPT.ts [arguments]; SCRIPT.ts is a path from the checkout, none was given\n',
  );
  process.exitCode = 2;
} else {
  await launch({ script, args, development: true });
}
