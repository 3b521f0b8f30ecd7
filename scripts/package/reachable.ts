import { readHouse } from '../../test/kit/house/files.ts';

/** The source files that `entry` imports, directly or not, and itself; types alone do not count. */
export function reachableFrom(root: string, entry: string): string[] {
  const files = new Map(readHouse(root).map((file) => [file.path, file]));
  const reached = new Set<string>();
  const visit = (path: string) => {
    const file = files.get(path);
    if (!file || reached.has(path)) return;
    reached.add(path);
    for (const { target, typeOnly } of file.imports) if (target && !typeOnly) visit(target);
  };
  visit(entry);
  const strays = [...reached].filter((path) => !path.startsWith('src/'));
  if (strays.length > 0)
    throw new Error(`the package would hold ${strays.join(', ')}: only src may be imported from src`);
  return [...reached].sort();
}
