import { circleFaults } from './circles.ts';
import { edgeFaults } from './edges.ts';
import { readHouse, type Violation } from './files.ts';
import { habitFaults, lineCount, staleExceptions } from './habits.ts';

/** Everything in the tree below `root` that breaks a rule of the house, by file and line. */
export function faultsOf(root: string): Violation[] {
  const files = readHouse(root);
  return [...edgeFaults(files), ...circleFaults(files), ...habitFaults(files)];
}

/** Number of files below `root`, and the median and greatest length of one in lines. */
export function sizesOf(root: string): { files: number; median: number; longest: number } {
  const lengths = readHouse(root)
    .map(({ text }) => lineCount(text))
    .sort((one, other) => one - other);
  return { files: lengths.length, median: lengths[Math.floor(lengths.length / 2)] ?? 0, longest: lengths.at(-1) ?? 0 };
}

/** The exceptions of architecture.ts that the tree below `root` does not need. */
export const needlessExceptions = (root: string): Violation[] => staleExceptions(readHouse(root));
