import { operatorOf } from './operators.ts';
import type { Condition } from './policy.ts';
import { type Fault, isObject } from './read-values.ts';
import { valueFault } from './values.ts';

/** Comparisons in a statement, and values in one, at most. */
const MOST = 200;

/** The conditions of a statement: operator → key → value, or values; texts, numbers and booleans. */
export function conditionsIn(json: unknown, path: string, refuse: Fault): Condition[] {
  if (json === undefined) return [];
  if (!isObject(json)) return refuse(path, 'an object of operators', json);
  const conditions = Object.entries(json).flatMap(([name, keys]) => {
    const operator = operatorOf(name);
    if (!operator) return refuse(path, 'an operator such as StringEquals, ArnLike or IpAddress', name);
    if (!isObject(keys)) return refuse(`${path}.${name}`, 'an object of condition keys', keys);
    return Object.entries(keys).map(([key, value]): Condition => {
      const at = `${path}.${name}.${key}`;
      if (!/^[\w-]+:.+$/s.test(key)) return refuse(`${path}.${name}`, 'a condition key such as aws:SourceIp', key);
      return { operator, key: key.toLowerCase(), values: valuesIn(value, operator.test, at, refuse) };
    });
  });
  if (conditions.length > MOST) return refuse(path, `${MOST} comparisons at most`, conditions.length);
  return conditions;
}

function valuesIn(value: unknown, test: Condition['operator']['test'], path: string, refuse: Fault): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (items.length > MOST) return refuse(path, `${MOST} values at most`, items.length);
  return items.map((item) => {
    const isPlain = typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean';
    if (!isPlain) return refuse(path, 'a text, a number, true or false', item);
    const wanted = valueFault(test, String(item));
    return wanted === undefined ? String(item) : refuse(path, wanted, item);
  });
}
