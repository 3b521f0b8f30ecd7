import { closeSync, fsyncSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';

const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The file's text, or undefined where there is none (for `/proc`: where the process is gone). */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && (ABSENT.has(code) || code === 'ESRCH')) return undefined;
    throw error;
  }
}

export function statIfThere(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

/** Makes names that were created or renamed in `folder` survive a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
