import { agree } from './agree.ts';
import type { Alternative } from './alternative.ts';
import { type Field, ROOT } from './field.ts';
import { type Condition, chooseGates } from './gates.ts';
import { matchesValue } from './match-value.ts';
import { type Names, namesOf } from './names.ts';
import type { Pattern } from './pattern.ts';
import { Scanner } from './scan.ts';
import { Values } from './values.ts';

/** Events are numbered to here, and then from the beginning. */
const MOST_EVENTS = 2 ** 31 - 1;

const NO = 0;
/** By a value in no element of an array, or by absence: nothing that others have to agree with. */
const FREE = 1;
/** Only by values in elements of arrays. */
const BOUND = 2;

/** A way to match: a rule, and what must hold besides the gate by which it is found. */
interface Way {
  rule: number;
  others: readonly number[];
}

/**
 * Many patterns made into one machine: an event's text goes in, the patterns that it matches come out, and how many others
 * there are hardly counts.
 *
 * Of each branch of a pattern one condition, the one that the fewest events should pass, is its gate. The gates of a path are
 * an index of its values (`Values`). The other conditions of a branch are looked at when its gate is open, and each at most
 * once for an event.
 */
export class Machine {
  private readonly scanner = new Scanner();
  private readonly names: Names;
  private readonly fields: Field[] = [];
  private readonly alternatives: (readonly Alternative[])[] = [];
  /** The ways behind each condition that is a gate. */
  private readonly ways: (Way[] | undefined)[] = [];
  private readonly gates = new Map<Field, Values>();
  /** Gates that are open when their field is not there. */
  private readonly absences: number[];
  /** The event under way. */
  private event = 0;
  private readonly judgedAt: Int32Array;
  private readonly states: Uint8Array;
  private readonly matchedAt: Int32Array;
  private readonly open: number[] = [];
  private readonly found: number[] = [];
  private matched: number[] = [];

  constructor(patterns: readonly Pattern[]) {
    const { conditions, branches } = chooseGates(patterns);
    const { names, fields } = namesOf(new Set(conditions.map(({ path }) => path)));
    this.names = names;
    for (const { path, alternatives } of conditions) {
      this.fields.push(fields.get(path)!);
      this.alternatives.push(alternatives);
      this.ways.push(undefined);
    }
    for (const { rule, gate, others } of branches) {
      const known = this.ways[gate];
      if (known) known.push({ rule, others });
      else this.ways[gate] = [{ rule, others }];
    }
    const gated = conditions.map((condition, id) => ({ ...condition, id })).filter(({ id }) => this.ways[id]);
    this.absences = gated.flatMap((condition) => (mayBeAbsent(condition) ? [condition.id] : []));
    for (const [path, list] of Map.groupBy(gated, (one) => one.path)) {
      const tests = list.flatMap(({ id, alternatives }) => alternatives.map((one): [Alternative, number] => [one, id]));
      this.gates.set(fields.get(path)!, new Values(tests));
    }
    this.judgedAt = new Int32Array(conditions.length);
    this.states = new Uint8Array(conditions.length);
    this.matchedAt = new Int32Array(patterns.length);
  }

  /**
   * The numbers of the patterns that an event matches, in no order; JSON text. A name that is written twice in an object has
   * both values. Throws `Refusal('validation')`: no JSON object, or arrays nested too deeply.
   */
  match(text: string): number[] {
    this.next();
    this.scanner.scan(text, this.names);
    this.openGates();
    for (const gate of this.open) {
      for (const way of this.ways[gate]!) if (this.matchedAt[way.rule] !== this.event) this.go(way, gate);
    }
    return this.matched;
  }

  private next(): void {
    this.matched = [];
    if (this.event < MOST_EVENTS) this.event += 1;
    else {
      // What was noted of earlier events must not look like that of this one.
      this.judgedAt.fill(0);
      this.matchedAt.fill(0);
      this.event = 1;
    }
  }

  private openGates(): void {
    const { open, scanner } = this;
    open.length = 0;
    for (const gate of this.absences) if (this.fields[gate]!.count === 0) this.pass(gate, FREE);
    for (const field of scanner.touched) {
      const values = this.gates.get(field);
      if (values === undefined) continue;
      for (let at = 0; at < field.count; at += 1) {
        this.found.length = 0;
        values.find(scanner.valueOf(field, at), this.found);
        const state = field.elements[at] === ROOT ? FREE : BOUND;
        for (const gate of this.found) this.pass(gate, state);
      }
    }
  }

  private pass(gate: number, state: number): void {
    if (this.judgedAt[gate] !== this.event) {
      this.judgedAt[gate] = this.event;
      this.states[gate] = state;
      this.open.push(gate);
    } else if (state === FREE) this.states[gate] = FREE;
  }

  private go({ rule, others }: Way, gate: number): void {
    let bound = this.states[gate] === BOUND ? 1 : 0;
    for (const other of others) {
      const state = this.judge(other);
      if (state === NO) return;
      if (state === BOUND) bound += 1;
    }
    if (bound > 1 && !this.agrees([gate, ...others])) return;
    this.matchedAt[rule] = this.event;
    this.matched.push(rule);
  }

  /** How a condition holds, by values that are read only now. */
  private judge(condition: number): number {
    if (this.judgedAt[condition] === this.event) return this.states[condition]!;
    const state = this.judgeAnew(condition);
    this.judgedAt[condition] = this.event;
    this.states[condition] = state;
    return state;
  }

  private judgeAnew(condition: number): number {
    const field = this.fields[condition]!;
    const alternatives = this.alternatives[condition]!;
    if (field.count === 0) return alternatives.some(isAbsence) ? FREE : NO;
    let state = NO;
    for (let at = 0; at < field.count; at += 1) {
      if (!this.passes(alternatives, field, at)) continue;
      if (field.elements[at] === ROOT) return FREE;
      state = BOUND;
    }
    return state;
  }

  private passes(alternatives: readonly Alternative[], field: Field, at: number): boolean {
    const value = this.scanner.valueOf(field, at);
    for (const one of alternatives) if (matchesValue(one, value)) return true;
    return false;
  }

  private agrees(conditions: readonly number[]): boolean {
    const lists = conditions.filter((one) => this.states[one] === BOUND).map((one) => this.elementsOf(one));
    return agree(lists, this.scanner);
  }

  /** The elements with a value by which a condition holds. */
  private elementsOf(condition: number): number[] {
    const field = this.fields[condition]!;
    const passing = new Set<number>();
    for (let at = 0; at < field.count; at += 1)
      if (this.passes(this.alternatives[condition]!, field, at)) passing.add(field.elements[at]!);
    return [...passing];
  }
}

const isAbsence = (one: Alternative) => one.kind === 'exists' && !one.present;

const mayBeAbsent = ({ alternatives }: Condition) => alternatives.some(isAbsence);
