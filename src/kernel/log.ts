/** Structured logging: fields for machines, a sentence for people. Pino satisfies it. Never a secret in either. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
