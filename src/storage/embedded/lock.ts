import { createHash, randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, readIfThere } from './files.ts';
import { startOf } from './processes.ts';
import { pause, seconds, until } from './wait.ts';

/** A right to one folder, held by this process. */
export interface FolderLock {
  release(): void;
}

interface Holder {
  pid: number;
  start: string;
  token: string;
}

/** A predecessor that was just killed may need a moment to be gone. */
const PATIENCE = seconds(2);

/**
 * Takes `<folder>/muster.lock` for this process, so that never two of them look after one database.
 * A holder that is gone, even one whose process number somebody else bears now, loses it to us.
 * @throws Error naming the holder when it is alive and stays so for two seconds.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, 'muster.lock');
  const start = startOf(process.pid);
  if (start === undefined)
    throw new Error('wanted the start of this process, but the system does not tell it; is /proc mounted?');
  const mine: Holder = { pid: process.pid, start, token: randomUUID() };
  if (!(await until(() => take(file, mine), PATIENCE, 50))) {
    const holder = parse(readIfThere(file));
    throw new Error(
      `${folder} is in use by another Muster (process ${holder?.pid ?? 'unknown'}). ` +
        'Stop that one first, or give this one a folder of its own in MUSTER_DATA_DIR; ' +
        'more nodes on one database share a DATABASE_URL instead.',
    );
  }
  return {
    release() {
      if (parse(readIfThere(file))?.token === mine.token) rmSync(file);
    },
  };
}

async function take(file: string, mine: Holder): Promise<boolean> {
  if (create(file, mine)) return true;
  const found = readIfThere(file);
  if (found === undefined || isHeld(parse(found))) return false;
  // Two may find the same dead holder. Only one of them can create the claim that is named after it.
  const claim = `${file}.${createHash('sha256').update(found).digest('hex').slice(0, 16)}`;
  if (create(claim, mine)) {
    if (readIfThere(file) === found) renameSync(claim, file);
    else rmSync(claim);
    return parse(readIfThere(file))?.token === mine.token;
  }
  // A claim lives for microseconds; one whose owner died within them is cleared away.
  if (!isHeld(parse(readIfThere(claim)))) {
    await pause(seconds(0.2));
    if (!isHeld(parse(readIfThere(claim)))) rmSync(claim, { force: true });
  }
  return false;
}

/** Creates `file` with its content in one step; false when there is one. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${holder.token}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function isHeld(holder: Holder | undefined): boolean {
  return holder !== undefined && startOf(holder.pid) === holder.start;
}

/** Undefined for what no holder wrote, such as a file emptied by a power cut. */
function parse(text: string | undefined): Holder | undefined {
  const match = /^\{"pid":(\d+),"start":"([^"]*)","token":"([^"]+)"\}\n$/.exec(text ?? '');
  return match ? { pid: Number(match[1]), start: match[2]!, token: match[3]! } : undefined;
}
