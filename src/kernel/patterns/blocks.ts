import { addressBytes } from './alternative.ts';

export interface Block {
  /** 4 or 16. */
  bytes: readonly number[];
  bits: number;
}

/** Blocks of addresses of which those are found that hold one: a look-up for each size of block that there is. */
export class Blocks {
  private readonly sizes = new Map<string, { length: number; bits: number; ids: Map<string, number[]> }>();

  constructor(blocks: readonly [block: Block, id: number][]) {
    for (const [{ bytes, bits }, id] of blocks) {
      const name = `${bytes.length}/${bits}`;
      const size = this.sizes.get(name) ?? { length: bytes.length, bits, ids: new Map<string, number[]>() };
      const network = networkOf(bytes, bits);
      const known = size.ids.get(network);
      if (known) known.push(id);
      else size.ids.set(network, [id]);
      this.sizes.set(name, size);
    }
  }

  /** Adds the ids of the blocks that hold the address to `found`; a text that is none lies in no block. */
  find(value: string, found: number[]): void {
    const address = addressBytes(value);
    if (!address) return;
    for (const { length, bits, ids } of this.sizes.values()) {
      if (length !== address.length) continue;
      for (const id of ids.get(networkOf(address, bits)) ?? []) found.push(id);
    }
  }
}

/** The bits that count, as a text. */
function networkOf(bytes: readonly number[], bits: number): string {
  const whole = bits >> 3;
  const rest = bits & 7;
  const kept = bytes.slice(0, whole);
  if (rest > 0) kept.push(bytes[whole]! & (0xff << (8 - rest)) & 0xff);
  return kept.join('.');
}
