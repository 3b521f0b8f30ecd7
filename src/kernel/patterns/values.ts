import type { Alternative, Scalar, ValueTest } from './alternative.ts';
import { type Block, Blocks } from './blocks.ts';
import { fold, matchesWildcard } from './match-value.ts';
import { Inexact } from './number.ts';
import { type Range, Ranges } from './ranges.ts';
import { Stretches } from './stretches.ts';
import { Within } from './within.ts';

type Listed<T> = [what: T, id: number][];

/**
 * Many tests of the values of one path, of which those that a value passes are found without trying each: an index for each
 * kind. A wildcard is looked for by its longest stretch, and then tried.
 */
export class Values {
  private readonly exact = new Map<Scalar, number[]>();
  private readonly inexact = new Map<string, number[]>();
  private readonly folded = new Map<string, number[]>();
  private readonly present: number[] = [];
  private readonly anyText: number[] = [];
  private readonly wildcards: { parts: readonly string[]; id: number }[] = [];
  private readonly excluding: number[] = [];
  private readonly excluded: Values | undefined;
  /** Of each test in `excluding`: the last look-up in which the value was among what it excludes. */
  private readonly outAt: Int32Array;
  private readonly out: number[] = [];
  private looks = 0;
  private readonly begins: Stretches | undefined;
  private readonly ends: Stretches | undefined;
  private readonly foldedBegins: Stretches | undefined;
  private readonly foldedEnds: Stretches | undefined;
  private readonly within: Within | undefined;
  private readonly ranges: Ranges | undefined;
  private readonly blocks: Blocks | undefined;

  /** `tests`, each with the id that is told of it. `exists: false` is no test of a value, and is left out. */
  constructor(tests: Listed<Alternative>) {
    const lists: Lists = { begins: [], ends: [], foldedBegins: [], foldedEnds: [], within: [], ranges: [], blocks: [] };
    const excluded: Listed<ValueTest> = [];
    for (const [test, id] of tests) {
      if (test.kind === 'anythingBut') {
        for (const one of test.tests) excluded.push([one, this.excluding.length]);
        this.excluding.push(id);
      } else this.add(test, id, lists);
    }
    this.excluded = excluded.length > 0 ? new Values(excluded) : undefined;
    this.outAt = new Int32Array(this.excluding.length);
    const { begins, ends, foldedBegins, foldedEnds, within, ranges, blocks } = lists;
    this.begins = begins.length > 0 ? new Stretches(begins, false) : undefined;
    this.ends = ends.length > 0 ? new Stretches(ends, true) : undefined;
    this.foldedBegins = foldedBegins.length > 0 ? new Stretches(foldedBegins, false) : undefined;
    this.foldedEnds = foldedEnds.length > 0 ? new Stretches(foldedEnds, true) : undefined;
    this.within = within.length > 0 ? new Within(within) : undefined;
    this.ranges = ranges.length > 0 ? new Ranges(ranges) : undefined;
    this.blocks = blocks.length > 0 ? new Blocks(blocks) : undefined;
  }

  private add(test: Exclude<Alternative, { kind: 'anythingBut' }>, id: number, lists: Lists): void {
    switch (test.kind) {
      case 'equals':
        if (test.value instanceof Inexact) list(this.inexact, test.value.written, id);
        else list(this.exact, test.value, id);
        break;
      case 'equalsIgnoreCase':
        list(this.folded, fold(test.text), id);
        break;
      case 'prefix':
        if (test.ignoreCase) lists.foldedBegins.push([fold(test.text), id]);
        else lists.begins.push([test.text, id]);
        break;
      case 'suffix':
        if (test.ignoreCase) lists.foldedEnds.push([fold(test.text), id]);
        else lists.ends.push([test.text, id]);
        break;
      case 'wildcard':
        this.addWildcard(test.parts, id, lists);
        break;
      case 'numeric':
        lists.ranges.push([test, id]);
        break;
      case 'cidr':
        lists.blocks.push([test, id]);
        break;
      case 'exists':
        if (test.present) this.present.push(id);
    }
  }

  private addWildcard(parts: readonly string[], id: number, lists: Lists): void {
    const first = parts[0]!;
    const last = parts.at(-1)!;
    const longest = parts.reduce((one, other) => (other.length > one.length ? other : one));
    if (parts.length === 1) list(this.exact, first, id);
    else if (longest === '') this.anyText.push(id);
    else if (parts.length === 2 && last === '') lists.begins.push([first, id]);
    else if (parts.length === 2 && first === '') lists.ends.push([last, id]);
    else this.addCandidate(parts, id, longest === first ? lists.begins : longest === last ? lists.ends : lists.within);
  }

  /** One that is found by its longest part, and then has to be tried. */
  private addCandidate(parts: readonly string[], id: number, where: Listed<string>): void {
    const longest = parts.reduce((one, other) => (other.length > one.length ? other : one));
    const candidate = ~this.wildcards.length;
    this.wildcards.push({ parts, id });
    where.push([longest, candidate]);
  }

  /** Adds the ids of the tests that a value passes to `found`; one may come more than once. */
  find(value: Scalar, found: number[]): void {
    const known = value instanceof Inexact ? this.inexact.get(value.written) : this.exact.get(value);
    if (known !== undefined) for (const id of known) found.push(id);
    for (const id of this.present) found.push(id);
    if (typeof value === 'string') this.findText(value, found);
    else if (typeof value === 'number') this.ranges?.find(value, found);
    if (this.excluding.length > 0) this.findOthers(value, found);
  }

  private findText(value: string, found: number[]): void {
    const start = found.length;
    for (const id of this.anyText) found.push(id);
    this.begins?.find(value, found);
    this.ends?.find(value, found);
    this.within?.find(value, found);
    this.blocks?.find(value, found);
    if (this.folded.size > 0 || this.foldedBegins || this.foldedEnds) {
      const folded = fold(value);
      for (const id of this.folded.get(folded) ?? NONE) found.push(id);
      this.foldedBegins?.find(folded, found);
      this.foldedEnds?.find(folded, found);
    }
    if (this.wildcards.length > 0) this.tryCandidates(value, found, start);
  }

  /** Puts in the place of candidates, which are below zero, the wildcards that hold. */
  private tryCandidates(value: string, found: number[], start: number): void {
    let kept = start;
    for (let at = start; at < found.length; at += 1) {
      const id = found[at]!;
      if (id >= 0) found[kept++] = id;
      else {
        const wildcard = this.wildcards[~id]!;
        if (matchesWildcard(wildcard.parts, value)) found[kept++] = wildcard.id;
      }
    }
    found.length = kept;
  }

  private findOthers(value: Scalar, found: number[]): void {
    const { excluding, outAt, out } = this;
    this.looks += 1;
    out.length = 0;
    this.excluded?.find(value, out);
    for (const at of out) outAt[at] = this.looks;
    for (let at = 0; at < excluding.length; at += 1) if (outAt[at] !== this.looks) found.push(excluding[at]!);
  }
}

interface Lists {
  begins: Listed<string>;
  ends: Listed<string>;
  foldedBegins: Listed<string>;
  foldedEnds: Listed<string>;
  within: Listed<string>;
  ranges: Listed<Range>;
  blocks: Listed<Block>;
}

const NONE: readonly number[] = [];

function list<Key>(lists: Map<Key, number[]>, key: Key, id: number): void {
  const known = lists.get(key);
  if (known) known.push(id);
  else lists.set(key, [id]);
}
