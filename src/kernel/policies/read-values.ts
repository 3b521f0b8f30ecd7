/** What is wrong with a policy: where, what was wanted, what was got. Does not come back. */
export type Fault = (path: string, wanted: string, got: unknown) => never;

const SHOWN = 100;

/** The words of a fault. */
export function faultAt(path: string, wanted: string, got: unknown): string {
  const shown = got === undefined ? 'nothing' : typeof got === 'string' ? got : (JSON.stringify(got) ?? typeof got);
  return `${path === '' ? 'the policy' : path}: wanted ${wanted}, got ${shown.slice(0, SHOWN)}`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, or a list of texts; `path` is that of each. */
export function textsIn(value: unknown, path: string, most: number, refuse: Fault): { text: string; path: string }[] {
  const items = Array.isArray(value) ? value : [value];
  if (items.length === 0) return refuse(path, 'one text at least', value);
  if (items.length > most) return refuse(path, `${most} texts at most`, items.length);
  return items.map((item: unknown, at) => {
    const where = Array.isArray(value) ? `${path}[${at}]` : path;
    if (typeof item !== 'string' || item === '') return refuse(where, 'a text', item);
    return { text: item, path: where };
  });
}
