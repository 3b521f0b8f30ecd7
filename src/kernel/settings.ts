/**
 * The words in which settings are declared: each once, with type, bounds, default and purpose; all faults told together.
 * The list itself is src/settings.ts; docs/settings.md is printed from it.
 */
export interface Setting<T> {
  about: string;
  /** Shown in the docs where the default is not a plain value. */
  defaultText: string;
  secret: boolean;
  /** The value of `text` (undefined when unset), or a fault. */
  read(text: string | undefined): { value: T } | { fault: string };
}

interface Common {
  about: string;
  secret?: boolean;
  defaultText?: string;
}

function setting<T>(
  options: Common,
  fallback: T,
  parse: (text: string) => { value: T } | { fault: string },
): Setting<T> {
  return {
    about: options.about,
    secret: options.secret ?? false,
    defaultText: options.defaultText ?? (fallback === undefined ? 'unset' : `\`${String(fallback)}\``),
    read: (text) => (text === undefined || text === '' ? { value: fallback } : parse(text)),
  };
}

export function text(options: Common & { pattern?: RegExp; want?: string }): Setting<string | undefined>;
export function text(options: Common & { default: string; pattern?: RegExp; want?: string }): Setting<string>;
export function text(
  options: Common & { default?: string; pattern?: RegExp; want?: string },
): Setting<string | undefined> {
  return setting(options, options.default, (value) =>
    options.pattern && !options.pattern.test(value)
      ? { fault: `wanted ${options.want ?? options.pattern}` }
      : { value },
  );
}

export function integer(options: Common & { default: number; min: number; max: number }): Setting<number> {
  return setting<number>(options, options.default, (value) => {
    const number = Number(value);
    const fits = /^-?\d+$/.test(value) && number >= options.min && number <= options.max;
    return fits ? { value: number } : { fault: `wanted a whole number from ${options.min} to ${options.max}` };
  });
}

export function flag(options: Common): Setting<boolean> {
  return setting<boolean>(options, false, (value) => {
    if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return { value: true };
    if (['0', 'false', 'no', 'off'].includes(value.toLowerCase())) return { value: false };
    return { fault: 'wanted 1 or 0' };
  });
}

export function url(options: Common & { protocols: string[] }): Setting<string | undefined> {
  return setting<string | undefined>(options, undefined, (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    return parsed && options.protocols.includes(parsed.protocol)
      ? { value }
      : { fault: `wanted an address beginning with ${options.protocols.map((name) => `${name}//`).join(' or ')}` };
  });
}

export type Declared = Record<string, Setting<unknown>>;
export type Values<D extends Declared> = { [K in keyof D]: D[K] extends Setting<infer T> ? T : never };

/** Reads every setting from `environment`. Throws one error that names each faulty setting; a secret's value is never in it. */
export function readSettings<D extends Declared>(
  declared: D,
  environment: Record<string, string | undefined>,
): Values<D> {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, declaration] of Object.entries(declared)) {
    const given = environment[name];
    const result = declaration.read(given);
    if ('fault' in result)
      faults.push(`${name}: ${result.fault}, got ${declaration.secret ? 'something else' : JSON.stringify(given)}`);
    else values[name] = result.value;
  }
  if (faults.length > 0) throw new SettingsError(faults);
  return values as Values<D>;
}

export class SettingsError extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`Settings that cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'SettingsError';
    this.faults = faults;
  }
}
