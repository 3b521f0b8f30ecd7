import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Import, importsOf } from './imports.ts';
import { type Token, tokensOf } from './tokens.ts';

export interface SourceFile {
  /** From the root, with slashes. */
  path: string;
  text: string;
  tokens: Token[];
  imports: (Import & {
    /** The file it names, from the root; undefined for a package. */ target: string | undefined;
  })[];
  computedImports: number[];
}

export interface Violation {
  file: string;
  line: number;
  rule: string;
  message: string;
}

/** `file:line rule: message`, the form that editors make a link of. */
export const inWords = ({ file, line, rule, message }: Violation) => `${file}:${line} ${rule}: ${message}`;

const FOLDERS = ['src', 'test', 'bench', 'scripts', 'bin'];

/** Every source file below `root`, read and scanned. */
export function readHouse(root: string): SourceFile[] {
  const aliases = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports as Record<string, string>;
  return ['architecture.ts', ...FOLDERS.flatMap((folder) => list(root, folder))]
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .flatMap((path) => read(root, path, aliases));
}

function list(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function read(root: string, path: string, aliases: Record<string, string>): SourceFile[] {
  let text: string;
  try {
    text = readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
  const tokens = tokensOf(text);
  const { imports, computed } = importsOf(tokens);
  const resolved = imports.map((one) => ({ ...one, target: targetOf(path, one.specifier, aliases) }));
  return [{ path, text, tokens, imports: resolved, computedImports: computed }];
}

function targetOf(path: string, specifier: string, aliases: Record<string, string>): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  for (const [alias, pattern] of Object.entries(aliases)) {
    const prefix = alias.replace('*', '');
    if (specifier.startsWith(prefix)) return posix.normalize(pattern.replace('*', specifier.slice(prefix.length)));
  }
  return undefined;
}
