import { compositionRoot, faces, floors } from '../../../architecture.ts';

/** Where a file lives. `unit` is what may freely import within itself: a room, a provider, or a whole floor. */
export type Place =
  | { kind: 'floor'; floor: string; level: number; unit: string; room?: string }
  | { kind: 'root'; unit: string }
  /** Tests and their kit, scripts, benches: they may import anything. */
  | { kind: 'test' | 'tool'; unit: string }
  | { kind: 'lost'; unit: string };

/** Floors whose folders are rooms of their own. */
const ROOMED = new Set(['domain', 'providers']);

export function placeOf(path: string): Place {
  if (/\.test\.(ts|mjs)$/.test(path) || path.startsWith('test/')) return { kind: 'test', unit: 'test' };
  if (!path.startsWith('src/')) return { kind: 'tool', unit: 'tool' };
  if (compositionRoot.some((entry) => covers(entry, path))) return { kind: 'root', unit: 'root' };
  const [, floor = '', room = ''] = path.split('/');
  const level = floors.findIndex((names) => names.includes(floor));
  if (level < 0 || room === '') return { kind: 'lost', unit: path };
  return ROOMED.has(floor)
    ? { kind: 'floor', floor, level, unit: `${floor}/${room}`, room }
    : { kind: 'floor', floor, level, unit: floor };
}

/** Whether `entry` (a file, or a folder that ends in a slash) is or holds `path`. */
export const covers = (entry: string, path: string) => (entry.endsWith('/') ? path.startsWith(entry) : path === entry);

/** The folder with a public face that `path` lies in, if any. */
export function faceOf(path: string): string | undefined {
  const parts = path.split('/');
  for (const face of faces) {
    const wanted = face.split('/');
    const fits = parts.length > wanted.length && wanted.every((part, index) => part === '*' || part === parts[index]);
    if (fits) return parts.slice(0, wanted.length).join('/');
  }
  return undefined;
}
