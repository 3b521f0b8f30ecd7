import { readFileSync, writeFileSync } from 'node:fs';
import { messageOf } from '#kernel/text';
import { usage } from './fault.ts';

/** The text of a file that an option names; `-` is standard input. */
export function readText(option: string, path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw usage(`--${option}: ${path === '-' ? 'standard input' : path} cannot be read: ${messageOf(error)}`);
  }
}

/** The JSON object in a file that an option names; `-` is standard input. */
export function readObject(option: string, path: string): Record<string, unknown> {
  const from = path === '-' ? 'standard input' : path;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
  } catch (error) {
    throw usage(`--${option}: ${from} cannot be read as JSON: ${messageOf(error)}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw usage(`--${option}: wanted a JSON object in ${from}, got ${Array.isArray(value) ? 'a list' : typeof value}`);
}

/** Writes an answer to the file that an option names. One that exists is replaced. */
export function writeText(option: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw usage(`--${option}: ${path} cannot be written: ${messageOf(error)}`);
  }
}
