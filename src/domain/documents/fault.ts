/** One thing that is wrong with a document: where, and in words what was wanted. */
export interface Fault {
  /** `mainSteps[2].inputs.Choices[0].Variable`; empty: the document as a whole. */
  path: string;
  /** From 1, as the column. */
  line: number;
  column: number;
  message: string;
}

/** More than these nobody reads at once. */
export const MOST_FAULTS = 50;

/** `line 4, column 7, mainSteps[0].action: …` */
export function faultText({ path, line, column, message }: Fault): string {
  return `line ${line}, column ${column}${path ? `, ${path}` : ''}: ${message}`;
}

/** All of them as one text, a line each, cut where there are many. */
export function faultsText(faults: readonly Fault[]): string {
  return faults.map(faultText).join('\n');
}
