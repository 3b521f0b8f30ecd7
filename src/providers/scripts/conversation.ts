import { cut } from '#kernel/text';
import { readMessage } from './messages.ts';
import { type Bounds, converse, type Ended, type Speaker, type Start } from './process.ts';
import type { Desk, Ending, ScriptJob, ScriptResult } from './runner.ts';

/** Bytes of a script's output that are kept, and those after which it is ended. */
const MOST_LOG = 24_576;
export const MOST_OUTPUT = 33_554_432;

/**
 * The conversation with a process that runs Python: the job goes in, prints and calls come out, then one answer. The process
 * may be the script's own by then, so nothing it says does more than what the script may do anyway.
 */
export async function runPython(
  start: Start,
  bounds: Bounds,
  job: ScriptJob,
  desk: Desk,
  signal: AbortSignal,
): Promise<ScriptResult> {
  const log = createLog();
  const over = new AbortController();
  let result: ScriptResult | undefined;
  let isAsking = false;

  const onLine = (line: string, speaker: Speaker) => {
    const message = readMessage(line);
    // One that goes on after its answer, asks twice at once or says what is no message is not our Python any more.
    if (message === undefined || result !== undefined) return speaker.end('died');
    if (message.is === 'print') return log.add(message.text);
    if (message.is === 'done') result = { is: 'returned', value: message.value, log: '' };
    else if (message.is === 'failed') result = { ...message, is: 'raised', log: '' };
    else if (isAsking) speaker.end('died');
    else {
      isAsking = true;
      void desk(message.call, AbortSignal.any([signal, over.signal])).then((answer) => {
        isAsking = false;
        speaker.say(JSON.stringify(answer));
      });
    }
  };

  const { script, handler, payload, context } = job;
  const first = JSON.stringify({ script, handler, payload, context });
  const ended = await converse(start, bounds, onLine, signal, first);
  over.abort();
  if (result !== undefined && ended.why === 'exit') return { ...result, log: log.text() };
  return { is: 'ended', ...told(ended, bounds), log: log.text() };
}

/** Why a process ended that gave no answer, in words that say what to do. */
export function told(ended: Ended, bounds: Bounds): { why: Ending; message: string } {
  const megabytes = Math.round(bounds.memory / 1_048_576);
  const words: Record<Ending, string> = {
    time: `the script did not end within ${bounds.timeoutMs / 1_000} s, and was ended; give it less to do, or its step a longer timeoutSeconds (600 at most)`,
    memory: `the script took more than ${megabytes} MB of memory, and was ended; MUSTER_SCRIPT_MEMORY_MB says how much it may have`,
    output: 'the script wrote too much, and was ended; print less',
    cancelled: 'the script was ended because its step was cancelled',
    died: `the process of the script ended without an answer (${ended.code === null ? `signal ${ended.signal ?? 'none'}` : `exit code ${ended.code}`})${lastWords(ended)}`,
    'not started': `the process of the script could not be started: ${cut(ended.stderr, 400)}`,
  };
  const why = ended.why === 'exit' ? 'died' : ended.why;
  return { why, message: words[why] };
}

const lastWords = ({ stderr }: Ended) => {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `: ${cut(line, 400)}`;
};

/** Keeps the beginning, and says that more came. */
export function createLog(): { add(text: string): void; text(): string } {
  let kept = '';
  let isCut = false;
  return {
    add(text) {
      const room = MOST_LOG - kept.length;
      isCut ||= text.length > room;
      kept += text.slice(0, room);
    },
    text: () => (isCut ? `${kept}\n… and more, which is not kept` : kept),
  };
}
