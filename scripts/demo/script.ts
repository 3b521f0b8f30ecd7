import { isDeepStrictEqual } from 'node:util';

/** A step was not as it must be. The message names the step, what was wanted and what was got. */
class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** Tells a story step by step, and holds each step to what must be. */
export interface Script {
  heading(text: string): void;
  /** Runs one numbered step; whatever goes wrong in it is told with its number and title. */
  step<T>(title: string, act: () => Promise<T>): Promise<T>;
  say(text: string): void;
  /** What was sent, and what came back. */
  sent(text: string): void;
  received(text: string): void;
  /** `what` must be exactly `wanted`. */
  equal(what: string, got: unknown, wanted: unknown): void;
  /** `what` must hold; `got` is told when it does not. */
  holds(what: string, ok: boolean, got: unknown): void;
  /** How many checks held. */
  checks(): number;
}

const MARGIN = '     ';
const WIDTH = 118;

export function createScript(write: (text: string) => void, colour: boolean): Script {
  const paint = (code: number, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  let number = 0;
  let title = 'before the first step';
  let checks = 0;

  const failed = (wanted: string, got: string) =>
    new StepFailed(`step ${number} (${title}): wanted ${wanted}, got ${got}`);
  const passed = (what: string) => {
    checks += 1;
    write(`${MARGIN}${paint(32, '✓')} ${what}\n`);
  };

  return {
    heading: (text) => write(`\n${paint(1, text)}\n${'─'.repeat(Math.min(text.length, WIDTH))}\n`),
    async step(name, act) {
      number += 1;
      title = name;
      write(`\n${paint(1, `${String(number).padStart(3)}. ${name}`)}\n`);
      try {
        return await act();
      } catch (error) {
        if (error instanceof StepFailed) throw error;
        const { name: kind, message } = error as Error;
        throw Object.assign(failed('the step to go through', `${kind}: ${message}`), { cause: error });
      }
    },
    say: (text) => write(`${MARGIN}${text}\n`),
    sent: (text) => write(`${MARGIN}${paint(36, '$')} ${folded(text, `${MARGIN}    `)}\n`),
    received: (text) => write(`${MARGIN}${paint(2, `← ${text}`)}\n`),
    equal(what, got, wanted) {
      if (!isDeepStrictEqual(got, wanted)) throw failed(`${what}: ${shown(wanted)}`, shown(got));
      passed(what);
    },
    holds(what, ok, got) {
      if (!ok) throw failed(what, shown(got));
      passed(what);
    },
    checks: () => checks,
  };
}

/** A command over several lines, broken before its options so that it can still be pasted. */
function folded(command: string, indent: string): string {
  const lines: string[] = [''];
  for (const part of command.split(/ (?=--[a-z])/)) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + part.length > WIDTH) lines.push(part);
    else lines[lines.length - 1] = last === '' ? part : `${last} ${part}`;
  }
  return lines.join(` \\\n${indent}`);
}

const LONGEST = 600;

/** A value in words for a person, cut where it is long. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
