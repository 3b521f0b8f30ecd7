import { constants, fstatSync, readSync, writeSync } from 'node:fs';
import { loadPyodide } from 'pyodide';
import { dropRights } from './rights.ts';
import { stripRealm } from './strip.ts';

/**
 * The process of one script. `make FOLDER`: reads the sources of our own Python from stdin, writes the memory of an
 * interpreter that has them loaded to stdout. `run FOLDER [UID]`: takes that memory from descriptor 3, gives up every right,
 * and runs what comes by stdin. It reads no setting, and imports nothing of the house.
 */
const [mode = '', folder = '', uid] = process.argv.slice(2);

// Of the process it needs the numbers of flags, which the permission model refuses, and those of three descriptors; Node's streams
// would make these return at once, and a script waits for its answers.
Object.assign(process, { binding: () => ({ fs: constants }) });
for (const [fd, name] of ['stdin', 'stdout', 'stderr'].entries())
  Object.defineProperty(process, name, { value: { fd } });
const options = { indexURL: folder, jsglobals: {}, env: { HOME: '/home/pyodide' } };

if (mode === 'make') await make();
else if (mode === 'run') await run();
else throw new Error(`wanted make or run, got ${mode}`);

async function make(): Promise<void> {
  const sources = JSON.parse(readAll(0).toString('utf8')) as Record<string, string>;
  const python = await loadPyodide({ ...options, _makeSnapshot: true });
  for (const [name, source] of Object.entries(sources)) {
    const [quotedName, quoted] = [JSON.stringify(name), JSON.stringify(source)];
    python.runPython(`
import sys, types
module = types.ModuleType(${quotedName})
sys.modules[${quotedName}] = module
exec(compile(${quoted}, "<muster>", "exec"), module.__dict__)
del module
`);
  }
  const memory = python.makeMemorySnapshot();
  for (let at = 0; at < memory.length; ) at += writeSync(1, memory, at);
}

async function run(): Promise<void> {
  const python = await loadPyodide({ ...options, _loadSnapshot: readAll(3) });
  const { FS } = python;
  // Only our own device leads out: what native code prints must not fall among the messages.
  python.setStdout({ write: (part) => part.length });
  python.setStderr({ write: (part) => writeSync(2, part) });
  const device = FS.makedev(64, 0);
  FS.registerDevice(device, {
    open: (stream: { seekable: boolean }) => {
      stream.seekable = false;
    },
    read: (_: object, buffer: Uint8Array, offset: number, length: number) => readSync(0, buffer, offset, length, null),
    write: (_: object, buffer: Uint8Array, offset: number, length: number) => writeSync(1, buffer, offset, length),
  });
  FS.mkdev('/dev/muster', 0o666, device);
  dropRights(uid === undefined ? undefined : Number(uid));
  stripRealm();
  python.runPython('import muster_sandbox; muster_sandbox.main()');
}

/** A file from its beginning, or a pipe to its end. */
function readAll(descriptor: number): Buffer {
  const { size } = fstatSync(descriptor);
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const part = Buffer.alloc(size > at ? size - at : 65_536);
    const length = readSync(descriptor, part, 0, part.length, size > 0 ? at : null);
    if (length === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, length));
    at += length;
  }
}
