import type { StoredParameter } from '#domain/parameters';
import { Refusal } from '#kernel/refusal';

interface Filter {
  Key: string;
  Option?: string;
  Values?: readonly string[];
}

/** What a key looks at; undefined: the parameter has no such thing. */
const looks: Readonly<Record<string, (parameter: StoredParameter) => string | undefined>> = {
  Name: ({ name }) => name,
  Type: ({ type }) => type,
  KeyId: ({ keyId }) => keyId,
  Tier: ({ tier }) => tier,
  DataType: ({ dataType }) => dataType,
  // Only the newest value is kept, and it has no label.
  Label: () => undefined,
};

const options: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  Equals: (text, value) => text === value,
  BeginsWith: (text, value) => text.startsWith(value),
  Contains: (text, value) => text.includes(value),
};

/** Whether a parameter is one that these filters list; all of them have to hold, each by one of its values. */
export function holdsOf(filters: readonly Filter[]): (parameter: StoredParameter) => boolean {
  const each = filters.map(oneOf);
  return (parameter) => each.every((holds) => holds(parameter));
}

function oneOf({ Key, Option, Values = [] }: Filter): (parameter: StoredParameter) => boolean {
  if (Key === 'Path') return (parameter) => Values.some((path) => isBelow(parameter.name, path, Option));
  const compare =
    Option === undefined ? options['Equals'] : Object.hasOwn(options, Option) ? options[Option] : undefined;
  if (!compare) throw badOption(Option!);
  const look = Key.startsWith('tag:') ? tagged(Key.slice(4)) : looks[Key]!;
  return (parameter) => {
    const text = look(parameter);
    return text !== undefined && (Values.length === 0 || Values.some((value) => compare(text, value)));
  };
}

const tagged =
  (name: string) =>
  ({ tags }: StoredParameter) =>
    Object.hasOwn(tags, name) ? tags[name] : undefined;

function isBelow(name: string, path: string, option = 'OneLevel'): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  if (option !== 'OneLevel' && option !== 'Recursive') throw badOption(option);
  return name.startsWith(prefix) && (option === 'Recursive' || !name.slice(prefix.length).includes('/'));
}

function badOption(option: string): Refusal {
  const wanted = [...Object.keys(options), 'OneLevel and Recursive of a Path'].join(', ');
  const message = `ParameterFilters: there is no option ${JSON.stringify(option)}; wanted one of ${wanted}.`;
  return new Refusal('validation', message, { fields: [{ name: 'ParameterFilters', message }] });
}
