import { nearest } from '#kernel/nearest';

/** Read by Muster's own scripts and tests, not by the server. */
const OTHERS = new Set(['MUSTER_LONG', 'MUSTER_SEED', 'MUSTER_TEST_SERVER', 'MUSTER_TEST_TERRAFORM_PLUGINS']);

/** A warning for each MUSTER_* variable that no setting is called: most likely a slip of the pen. */
export function unknownSettings(env: Record<string, string | undefined>, known: readonly string[]): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('MUSTER_') && !known.includes(name) && !OTHERS.has(name))
    .sort()
    .map((name) => {
      const near = nearest(name, known);
      return `${name} is no setting of Muster's and does nothing${near ? ` (did you mean ${near}?)` : ''}: \`muster settings\` lists them all`;
    });
}
