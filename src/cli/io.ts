/** What a command may touch besides the network. Tests give their own. */
export interface Io {
  /** Standard output: the answer alone. */
  out(text: string): void;
  /** Standard error: everything else. */
  err(text: string): void;
  env: Record<string, string | undefined>;
  now(): Date;
}

export const processIo = (): Io => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  now: () => new Date(),
});
