import type { Queries } from '#storage/db';

/**
 * fault: somebody will not be reached, or something will not start. warning: part of it will not, or soon. note: so it is
 * set, and worth knowing.
 */
export type Severity = 'fault' | 'warning' | 'note';

/** Something that will not work as somebody may think. */
export interface Finding {
  severity: Severity;
  /** What it is about, in few words: `escalation plan tiers, stage 2`. */
  subject: string;
  /** What is so, in a sentence. */
  text: string;
  /** What mends it, in a sentence. */
  whatToDo: string;
  /** The same as a line to type; `…` stands for what only its reader knows. */
  command?: string;
}

/** Whose things are looked at, and in which regions. */
export interface Patient {
  account: string;
  /** At least one. */
  regions: readonly string[];
}

/** One question that the doctor asks. Rooms above and beside may offer more; a check only reads. */
export interface Check {
  /** Names it in answers, e.g. `stages`. */
  readonly id: string;
  /** What is asked, for people. */
  readonly title: string;
  run(on: Queries, now: Date, patient: Patient): Promise<Finding[]>;
}
