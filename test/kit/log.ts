import type { Log } from '#kernel/log';

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: Record<string, unknown>;
}

/** A log that a test can look into. */
export interface KeptLog extends Log {
  lines: LogLine[];
  /** Takes out the lines that were expected; answers them. */
  take(level: LogLine['level'], message: RegExp): LogLine[];
}

export function keptLog(): KeptLog {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) =>
    void lines.push({ level, message, fields: { ...fields } });
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    take(level, message) {
      const taken = lines.filter((line) => line.level === level && message.test(line.message));
      for (const line of taken) lines.splice(lines.indexOf(line), 1);
      return taken;
    },
  };
}
