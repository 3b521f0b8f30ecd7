import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our own Python, by module, in the order in which one needs the other. */
export function pythonSources(last: 'muster_sandbox' | 'muster_process'): Record<string, string> {
  const names = ['muster_script', 'muster_boto3', last];
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(import.meta.dirname, 'python', `${name}.py`), 'utf8')]),
  );
}
