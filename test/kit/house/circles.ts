import type { SourceFile, Violation } from './files.ts';
import { placeOf } from './place.ts';

/** Files that import each other in a circle, each circle once. Types alone make none: they are gone at run time. */
export function circleFaults(files: SourceFile[]): Violation[] {
  const running = files.filter(({ path }) => placeOf(path).kind !== 'test');
  const edges = new Map(running.map((file) => [file.path, file.imports.filter(({ typeOnly }) => !typeOnly)]));
  const state = new Map<string, 'open' | 'done'>();
  const faults: Violation[] = [];
  const trail: string[] = [];
  const visit = (path: string) => {
    state.set(path, 'open');
    trail.push(path);
    for (const { target, line } of edges.get(path) ?? []) {
      if (target === undefined || !edges.has(target)) continue;
      if (state.get(target) === 'open') {
        const circle = [...trail.slice(trail.indexOf(target)), target].join(' → ');
        faults.push({
          file: path,
          line,
          rule: 'no circle',
          message: `${circle}; move what both need into a file of its own`,
        });
      } else if (state.get(target) === undefined) visit(target);
    }
    trail.pop();
    state.set(path, 'done');
  };
  for (const path of edges.keys()) if (state.get(path) === undefined) visit(path);
  return faults;
}

/** A circle among the permitted edges of `table`, or undefined. */
export function circleOf(table: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const done = new Set<string>();
  const search = (name: string, trail: string[]): string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of table[name] ?? []) {
      const circle = search(next, [...trail, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(table)) {
    const circle = search(name, []);
    if (circle) return circle;
  }
  return undefined;
}
