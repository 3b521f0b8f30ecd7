import type { Json } from '#domain/documents';

/** One script to run. */
export interface ScriptJob {
  script: string;
  /** The function that is called with the payload and the context. */
  handler: string;
  payload: Json;
  context: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended from outside. */
  timeoutMs: number;
  /** The user that it runs as; absent where we cannot choose, and it is our own. */
  uid?: number;
}

/** What a script asks of AWS, as it came out of its process: nothing of it is believed. */
export interface AskedCall {
  service: string;
  /** As Python names it, `describe_instances`. */
  method: string;
  region?: string;
  input: Readonly<Record<string, Json>>;
}

/** As the process gets it. */
export type DeskAnswer =
  | { output: Readonly<Record<string, Json>> }
  | { error: { code: string; message: string; operation: string; status: number } };

/** Who answers the calls of one run. Never throws for what is asked. */
export type Desk = (call: AskedCall, signal: AbortSignal) => Promise<DeskAnswer>;

/** What a run came to; `log` is what the script printed, bounded. */
export type ScriptResult =
  | { is: 'returned'; value: Json; log: string }
  /** The script failed by itself: `error` is its type, `code` AWS's if it was a call's. */
  | { is: 'raised'; error: string; message: string; trace: string; code: string; log: string }
  | { is: 'ended'; why: Ending; message: string; log: string };

/** Who ended it: its time, its memory, its output, a cancellation, or it itself without an answer. */
export type Ending = 'time' | 'memory' | 'output' | 'cancelled' | 'died' | 'not started';

/** Something that runs scripts of one language, each in a process of its own. */
export interface ScriptRunner {
  readonly name: 'pyodide' | 'python3' | 'container' | 'powershell';
  readonly language: 'python' | 'powershell';
  /** Whether a script may reach anything but the desk. */
  readonly isOpen: boolean;
  /** Never throws; ends the process at its bounds and when `signal` is aborted. */
  run(job: ScriptJob, desk: Desk, signal: AbortSignal): Promise<ScriptResult>;
}
