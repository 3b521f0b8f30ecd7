import { stripTypeScriptTypes } from 'node:module';

/**
 * The JavaScript of a TypeScript file. Types become blanks, so that lines and columns in a stack are those of the source;
 * relative imports of `.ts` become `.js`.
 */
export function toJavaScript(path: string, source: string): string {
  const stripped = stripTypeScriptTypes(source, { mode: 'strip' });
  const rewritten = stripped.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]+)\.ts\2/g, '$1$2$3.js$2');
  const left = /(?:\bfrom|\bimport\s*\(?)\s*['"`][^'"`\n]*\.ts['"`]/.exec(rewritten)?.[0];
  if (left) throw new Error(`${path}: ${left} still names a TypeScript file; write it as a plain relative import`);
  return rewritten;
}
