import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stage } from './package/stage.ts';

/**
 * `npm run package [-- FOLDER]`: stages what is published (JavaScript instead of TypeScript, without tests) and packs it.
 * Prints the path of the packed file, in FOLDER or dist/.
 */
const ROOT = join(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(ROOT, 'dist'));
const staged = join(target, 'package');

rmSync(staged, { recursive: true, force: true });
mkdirSync(staged, { recursive: true });
const { files } = stage(ROOT, staged);
const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], {
  cwd: staged,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
}).trim();
process.stderr.write(`staged ${files} files in ${staged}\n`);
process.stdout.write(`${join(target, packed)}\n`);
