/** How a command ends; scripts rest on these numbers. */
export const exitCodes = { ok: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** A foreseen end of a command: said on standard error without a stack, with what to do next. */
export class CliFault extends Error {
  readonly kind: Exclude<keyof typeof exitCodes, 'ok'>;
  readonly next: string | undefined;

  constructor(kind: CliFault['kind'], message: string, next?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliFault';
    this.kind = kind;
    this.next = next;
  }
}

export const usage = (message: string, next?: string) => new CliFault('usage', message, next);
