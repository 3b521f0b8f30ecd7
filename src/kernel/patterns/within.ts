interface Node {
  next: Map<number, Node>;
  /** Of the texts that end here. */
  ids: number[];
  /** The longest end of this node's text that some text begins with. */
  fallback: Node | undefined;
  /** The nearest fallback where texts end. */
  shorter: Node | undefined;
  /** The last look-up that passed. */
  seen: number;
}

/** Texts of which those are found that lie anywhere in a value, in one pass over it (after Aho and Corasick). */
export class Within {
  private readonly root = newNode();
  private looks = 0;

  constructor(texts: readonly [text: string, id: number][]) {
    for (const [text, id] of texts) this.add(text, id);
    const queue = [this.root];
    // Breadth first: the fallback of a node is shorter than it, and so is done already.
    for (const node of queue) {
      for (const [letter, child] of node.next) {
        child.fallback = node === this.root ? this.root : this.follow(node.fallback!, letter);
        child.shorter = child.fallback.ids.length > 0 ? child.fallback : child.fallback.shorter;
        queue.push(child);
      }
    }
  }

  private add(text: string, id: number): void {
    let node = this.root;
    for (let at = 0; at < text.length; at += 1) {
      const letter = text.charCodeAt(at);
      const next = node.next.get(letter) ?? newNode();
      node.next.set(letter, next);
      node = next;
    }
    node.ids.push(id);
  }

  private follow(from: Node, letter: number): Node {
    for (let node: Node | undefined = from; node !== undefined; node = node.fallback) {
      const next = node.next.get(letter);
      if (next) return next;
    }
    return this.root;
  }

  /** Adds the ids of the texts in the value to `found`, each once. */
  find(value: string, found: number[]): void {
    this.looks += 1;
    let node = this.root;
    for (let at = 0; at < value.length; at += 1) {
      node = this.follow(node, value.charCodeAt(at));
      for (let end: Node | undefined = node; end !== undefined && end.seen !== this.looks; end = end.shorter) {
        end.seen = this.looks;
        for (const id of end.ids) found.push(id);
      }
    }
  }
}

const newNode = (): Node => ({
  next: new Map(),
  ids: [],
  fallback: undefined,
  shorter: undefined,
  seen: 0,
});
