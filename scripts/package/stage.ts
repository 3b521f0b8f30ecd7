import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toJavaScript } from './javascript.ts';
import { manifest } from './manifest.ts';
import { reachableFrom } from './reachable.ts';

/** What the command and the processes of scripts begin with; everything they import is published, nothing else of src. */
const ENTRIES = ['src/cli/main.ts', 'src/providers/scripts/sandbox/main.ts'];
/** Copied as they are. */
const AS_IS = [
  'bin/muster.mjs',
  'bin/launch.mjs',
  'bin/follow.mjs',
  'bin/dependencies.mjs',
  'bin/install-lock.mjs',
  'migrations/*.sql',
  'src/providers/scripts/python/*.py',
  'docs/**/*.md',
  'examples/**/*.tf',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];

/** Writes the publishable package to `folder`, which must be empty. Throws, naming it, when something it needs is missing. */
export function stage(root: string, folder: string): { files: number } {
  const sources = [...new Set(ENTRIES.flatMap((entry) => reachableFrom(root, entry)))];
  for (const path of sources) {
    write(folder, path.replace(/\.ts$/, '.js'), toJavaScript(path, readFileSync(join(root, path), 'utf8')));
  }
  const copied = AS_IS.flatMap((pattern) => {
    const found = globSync(pattern, { cwd: root });
    if (found.length === 0) throw new Error(`the package needs ${pattern}, and the checkout has none`);
    return found;
  });
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  write(folder, 'package.json', `${JSON.stringify(manifest(own), null, 2)}\n`);
  return { files: sources.length + copied.length + 1 };
}

function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
