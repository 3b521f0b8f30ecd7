import { nearest } from '#kernel/nearest';
import { badQuery } from '../refuse.ts';
import { functions, refused } from './functions.ts';
import { combine, each } from './operators.ts';
import type { Node } from './parse.ts';
import { type Context, gathered, linesOf, scalar, type Value } from './value.ts';

/** What an expression is worth. */
export function evaluate(context: Context, node: Node): Value {
  context.step(1);
  switch (node.kind) {
    case 'number':
      return scalar(node.value);
    case 'text':
      throw badQuery(`at character ${node.at}: wanted a number or a time series, got the text "${node.text}"`);
    case 'name':
      return context.valueOf(node.name, node.at);
    case 'list':
      return gathered(
        context,
        node.items.flatMap((item) => linesOf(context, evaluate(context, item))),
      );
    case 'minus':
      return each(context, evaluate(context, node.of), (value) => -value);
    case 'binary':
      return combine(context, node.operator, evaluate(context, node.left), evaluate(context, node.right), node.at);
    case 'call':
      return call(context, node);
  }
}

function call(context: Context, { name, args, at }: Node & { kind: 'call' }): Value {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) {
    const reason = Object.hasOwn(refused, name) ? refused[name] : undefined;
    const like = nearest(name, Object.keys(functions));
    throw badQuery(
      `at character ${at}: ${reason ?? `there is no function ${name}${like ? `; did you mean ${like}?` : ''}`}`,
    );
  }
  const [least, most] = found.args;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    throw badQuery(`at character ${at}: ${name}: wanted ${wanted} arguments (${found.form}), got ${args.length}`);
  }
  return found.run({ context, name, form: found.form, args, at, value: (index) => evaluate(context, args[index]!) });
}
