/** Every door of Node's permission model that could have been opened for the start. */
const SCOPES = ['fs', 'child', 'worker', 'net', 'inspector', 'wasi', 'addon'];

/**
 * From here on this process reads no file and is nobody. Throws when something of it could not be done: then no script may run.
 * @param uid only given to root.
 */
export function dropRights(uid: number | undefined): void {
  for (const scope of SCOPES) process.permission.drop(scope);
  if (uid !== undefined) {
    process.setgroups?.([]);
    process.setgid?.(uid);
    process.setuid?.(uid);
  }
  const open = SCOPES.filter((scope) => process.permission.has(scope === 'fs' ? 'fs.read' : scope));
  if (open.length > 0) throw new Error(`the permissions ${open.join(', ')} are still given`);
  if (process.getuid?.() === 0) throw new Error('a script does not run as root');
}
