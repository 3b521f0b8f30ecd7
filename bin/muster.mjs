#!/usr/bin/env node
// The `muster` command: `npm start`, `npm run -s muster -- …`, `npx muster …`. Runs on any Node from 18 on.
import { launch } from './launch.mjs';

await launch({ script: 'src/cli/main.ts', args: process.argv.slice(2), development: false });
