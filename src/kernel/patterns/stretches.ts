/** What lies at a place of a tree of texts, letter by letter. */
interface Node {
  /** Of the texts that end here. */
  ids: number[];
  /** Where one single text goes on: the rest of it, and its ids. */
  rest: string | undefined;
  restIds: number[];
  next: Map<number, Node> | undefined;
}

/** A text and its ids. */
type Entry = [text: string, ids: number[]];

/** Texts of which those are found that a value begins or ends with. */
export class Stretches {
  private readonly root: Node;
  private readonly fromEnd: boolean;

  /** `fromEnd`: what values end with. */
  constructor(texts: readonly [text: string, id: number][], fromEnd: boolean) {
    this.fromEnd = fromEnd;
    const byText = new Map<string, number[]>();
    for (const [text, id] of texts) {
      const known = byText.get(text);
      if (known) known.push(id);
      else byText.set(text, [id]);
    }
    this.root = this.node([...byText], 0);
  }

  private node(entries: Entry[], depth: number): Node {
    const node: Node = { ids: [], rest: undefined, restIds: [], next: undefined };
    const groups = new Map<number, Entry[]>();
    for (const entry of entries) {
      const [text, ids] = entry;
      if (text.length === depth) node.ids = ids;
      else {
        const letter = this.letter(text, depth);
        const group = groups.get(letter);
        if (group) group.push(entry);
        else groups.set(letter, [entry]);
      }
    }
    const [only, ...others] = [...groups.values()];
    if (only?.length === 1 && others.length === 0) {
      const [text, ids] = only[0]!;
      node.rest = this.fromEnd ? text.slice(0, text.length - depth) : text.slice(depth);
      node.restIds = ids;
    } else if (only) {
      node.next = new Map([...groups].map(([letter, group]) => [letter, this.node(group, depth + 1)]));
    }
    return node;
  }

  private letter(text: string, depth: number): number {
    return text.charCodeAt(this.fromEnd ? text.length - 1 - depth : depth);
  }

  /** Adds the ids of the texts that the value begins (or ends) with to `found`. */
  find(value: string, found: number[]): void {
    let node: Node | undefined = this.root;
    for (let depth = 0; node !== undefined; depth += 1) {
      for (const id of node.ids) found.push(id);
      if (node.rest !== undefined) {
        const fits = this.fromEnd
          ? value.endsWith(node.rest, value.length - depth)
          : value.startsWith(node.rest, depth);
        if (fits) for (const id of node.restIds) found.push(id);
        return;
      }
      node = depth < value.length ? node.next?.get(this.letter(value, depth)) : undefined;
    }
  }
}
