import { readSelector } from '#kernel/json-path';
import type { ActionFacts, InputFacts } from './actions.ts';
import { got, onlyKnown, type Reading } from './reading.ts';
import type { MapSource, ScalarSource, Source } from './source.ts';

/** Holds a step's inputs against what its action takes. What is an expression is known only when it runs. */
export function checkInputs(on: Reading, facts: ActionFacts, inputs: MapSource | undefined, step: MapSource): void {
  const at = inputs ?? step;
  if (inputs && !facts.isOpen)
    onlyKnown(
      on,
      inputs,
      facts.inputs.map(({ name }) => name),
    );
  for (const input of facts.inputs) {
    const given = inputs?.members.get(input.name);
    if (given) checkType(on, input, given);
    else if (input.isRequired) on.tell(at, `wanted the input ${input.name} of ${facts.name}, which is missing`);
  }
  for (const names of facts.either ?? []) {
    const found = names.filter((name) => inputs?.members.has(name));
    if (found.length === 0) on.tell(at, `wanted one of the inputs ${names.join(', ')} of ${facts.name}, got none`);
    if (found.length > 1)
      on.tell(at, `wanted one of the inputs ${names.join(', ')} of ${facts.name}, got ${found.length}`);
  }
  if (inputs) special[facts.name]?.(on, inputs);
}

const isExpression = (source: Source) =>
  source.is === 'scalar' && typeof source.value === 'string' && source.value.includes('{{');

const wanted: Readonly<Record<InputFacts['type'], string>> = {
  text: 'text',
  number: 'a number',
  flag: 'true or false',
  list: 'a list',
  map: 'a map',
  any: 'a value',
};

function checkType(on: Reading, { type, oneOf }: InputFacts, source: Source): void {
  if (isExpression(source)) return;
  const text = source.is === 'scalar' && source.value !== null ? String(source.value) : undefined;
  if (!fits(type, source, text)) on.tell(source, `wanted ${wanted[type]}, got ${got(source)}`);
  else if (oneOf && !oneOf.includes(text!)) on.tell(source, `wanted one of ${oneOf.join(', ')}, got ${got(source)}`);
}

function fits(type: InputFacts['type'], source: Source, text: string | undefined): boolean {
  switch (type) {
    case 'text':
      return text !== undefined;
    case 'number':
      return text !== undefined && /^-?\d+(\.\d+)?$/.test(text);
    case 'flag':
      return text !== undefined && /^(true|false)$/i.test(text);
    case 'list':
      return source.is === 'list';
    case 'map':
      return source.is === 'map';
    case 'any':
      return true;
  }
}

type Check = (on: Reading, inputs: MapSource) => void;

/** The input as text, where it is written out. */
function literal(inputs: MapSource, name: string): (ScalarSource & { text: string }) | undefined {
  const source = inputs.members.get(name);
  if (source?.is !== 'scalar' || source.value === null || isExpression(source)) return undefined;
  return { ...source, text: String(source.value) };
}

function checkText(name: string, pattern: RegExp, wantedText: string): Check {
  return (on, inputs) => {
    const found = literal(inputs, name);
    if (found && !pattern.test(found.text)) on.tell(found, `wanted ${wantedText}, got ${got(found)}`);
  };
}

const checkSelector: Check = (on, inputs) => {
  const found = literal(inputs, 'PropertySelector');
  const path = found ? readSelector(found.text) : [];
  if (found && 'fault' in path) on.tell(found, path.fault);
};

const all =
  (...checks: Check[]): Check =>
  (on, inputs) => {
    for (const check of checks) check(on, inputs);
  };

const api = all(
  checkText('Service', /^[a-z0-9-]{2,64}$/, 'a service as boto3 names its clients, such as ec2 or ssm-incidents'),
  checkText('Api', /^[A-Z][A-Za-z0-9]{1,100}$/, 'an operation in CamelCase, such as DescribeInstances'),
);
const DURATION = /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const MOST_APPROVERS = 10;

/** What one action wants of its inputs beyond their types. */
const special: Readonly<Record<string, Check>> = {
  'aws:executeAwsApi': api,
  'aws:assertAwsResourceProperty': all(api, checkSelector),
  'aws:waitForAwsResourceProperty': all(api, checkSelector),
  'aws:sleep': all(
    checkText('Duration', DURATION, 'a duration of ISO 8601 such as PT10M'),
    checkText('Timestamp', TIMESTAMP, 'an instant of ISO 8601 such as 2026-01-02T03:10:00Z'),
  ),
  'aws:updateVariable': checkText('Name', /^variable:[A-Za-z0-9_]+$/, 'variable:NAME'),
  'aws:executeScript': all(
    checkText('Runtime', /^(python3\.\d{1,2}|PowerShell.{0,20})$/, 'a runtime such as python3.11 or PowerShell 7.4'),
    (on, inputs) => {
      if (/^python/.test(literal(inputs, 'Runtime')?.text ?? '') && !inputs.members.has('Handler'))
        on.tell(inputs, 'wanted the input Handler, the name of the function to call, which is missing');
    },
  ),
  'aws:approve': all(
    checkText(
      'NotificationArn',
      /^arn:aws[\w-]*:sns:[\w-]*:\d{12}:Automation/,
      'an SNS topic whose name begins with Automation',
    ),
    (on, inputs) => {
      const approvers = inputs.members.get('Approvers');
      if (approvers?.is !== 'list') return;
      const many = approvers.items.length;
      if (many < 1 || many > MOST_APPROVERS) on.tell(approvers, `wanted 1–${MOST_APPROVERS} approvers, got ${many}`);
      const min = literal(inputs, 'MinRequiredApprovals');
      // An expression among them may stand for several.
      if (min && !approvers.items.some(isExpression) && Number(min.text) > many)
        on.tell(min, `wanted at most as many approvals as there are approvers (${many}), got ${min.text}`);
    },
  ),
};
