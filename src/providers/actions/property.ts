import type { Json } from '#domain/documents';
import { readSelector, select } from '#kernel/json-path';
import { cut } from '#kernel/text';
import type { AwsAction } from './aws-action.ts';
import { again, done, type Fields, fail, isList, type Step } from './step.ts';

const OWN = new Set(['Service', 'Api', 'PropertySelector', 'DesiredValues']);
const FIRST_LOOKS = 12;

/** What an API is asked with: every input but those that say which it is. */
const argumentsOf = (given: Fields): Fields =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !OWN.has(name)));

const askApi = ({ inputs, ask }: Step) =>
  ask({ service: inputs.text('Service'), operation: inputs.text('Api'), input: argumentsOf(inputs.given) });

export const executeAwsApi: AwsAction = {
  name: 'aws:executeAwsApi',
  run: async (step) => done(await askApi(step)),
  unknown: ({ Service, Api }, { repeats }) => (repeats(String(Service), String(Api)) ? 'repeat' : 'ask'),
};

export const assertAwsResourceProperty: AwsAction = {
  name: 'aws:assertAwsResourceProperty',
  async run(step) {
    const response = await askApi(step);
    const looked = look(step, response);
    if (looked.holds) return done(response);
    const message = `The property ${step.inputs.text('PropertySelector')} is ${looked.shown}: wanted ${looked.wanted}.`;
    throw fail('Verification', 'PostVerification', message, response);
  },
};

export const waitForAwsResourceProperty: AwsAction = {
  name: 'aws:waitForAwsResourceProperty',
  async run(step) {
    const response = await askApi(step);
    const looked = look(step, response);
    if (looked.holds) return done(response);
    const looks = Number(step.progress?.['looks'] ?? 0) + 1;
    return again({ looks, seen: looked.shown }, looks < FIRST_LOOKS ? 5 : 15);
  },
};

/** Whether the property is one of the values; of several, whether each of them is. */
function look({ inputs }: Step, response: Fields): { holds: boolean; shown: string; wanted: string } {
  const selector = readSelector(inputs.text('PropertySelector'));
  if ('fault' in selector) throw fail('Action', 'InputValidation', `The input PropertySelector: ${selector.fault}.`);
  const found = select(response, selector) as Json | undefined;
  const values = isList(found) ? found : found === undefined ? [] : [found];
  const wanted = inputs.list('DesiredValues').map(written);
  const shown = values.length === 0 ? 'not there' : cut(values.map(written).join(', '), 200);
  return {
    holds: values.length > 0 && values.every((one) => wanted.includes(written(one))),
    shown,
    wanted: wanted.join(' or '),
  };
}

/** As documents write it: a truth is `True` or `False`. */
function written(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
}
