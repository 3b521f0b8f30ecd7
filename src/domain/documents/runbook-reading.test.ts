import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultText } from './fault.ts';
import { readRunbook } from './read-runbook.ts';

const whole = `
schemaVersion: '0.3'
description: All of it.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  AutomationAssumeRole: {type: AWS::IAM::Role::Arn, default: ''}
  InstanceIds: {type: 'List<AWS::EC2::Instance::Id>', minItems: 1, maxItems: 3, allowedPattern: 'i-[0-9a-f]+'}
  Mode: {type: String, default: fast, allowedValues: [fast, slow]}
  Key: {type: String, default: '{{ ssm:/app/key }}'}
variables:
  attempt: {type: Integer, default: 0}
mainSteps:
  - name: look
    action: aws:executeAwsApi
    inputs: {Service: ec2, Api: DescribeInstances, InstanceIds: '{{ InstanceIds }}'}
    outputs:
      - {Name: Ids, Selector: '$.Reservations[*].Instances[*].InstanceId', Type: StringList}
    maxAttempts: 3
    timeoutSeconds: 30
    onFailure: step:tidy
    onCancel: step:tidy
    isCritical: false
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: each
          And:
            - {Variable: '{{ Mode }}', StringEquals: fast}
            - Not: {Or: [{Variable: '{{ variable:attempt }}', NumericGreater: 3}]}
      Default: tidy
  - name: each
    action: aws:loop
    inputs:
      Iterators: '{{ look.Ids }}'
      Steps:
        - name: stop
          action: aws:changeInstanceState
          inputs: {InstanceIds: ['{{ each.CurrentIteratorValue }}'], DesiredState: stopped}
          onFailure: Continue
        - {name: rest, action: 'aws:sleep', inputs: {Duration: PT10S}}
  - name: tidy
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: main
      Script: "def main(events, context):\\n  return {'at': '{{ global:DATE }}'}"
    isEnd: true
outputs: [look.Ids, tidy]
`;

test('a runbook of every part is read as data', () => {
  const read = readRunbook(whole, 'YAML');
  if (!read.ok) assert.fail(read.faults.map(faultText).join('\n'));
  const { steps, parameters, variables, outputs } = read.runbook;
  assert.deepEqual(outputs, ['look.Ids', 'tidy']);
  assert.equal(parameters['InstanceIds']!.type, 'StringList');
  assert.equal(parameters['InstanceIds']!.writtenType, 'List<AWS::EC2::Instance::Id>');
  assert.deepEqual(variables, { attempt: { type: 'Integer', default: 0 } });
  const [look, choose, each, tidy] = steps;
  assert.deepEqual(look!.onFailure, { step: 'tidy' });
  assert.equal(look!.isCritical, false);
  assert.deepEqual(choose!.inputs, {});
  assert.deepEqual(choose!.branch?.choices[0]?.condition, {
    and: [
      { variable: '{{ Mode }}', operator: 'StringEquals', value: 'fast' },
      { not: { or: [{ variable: '{{ variable:attempt }}', operator: 'NumericGreater', value: 3 }] } },
    ],
  });
  assert.equal(each!.loop?.iterators, '{{ look.Ids }}');
  assert.deepEqual(
    each!.loop?.steps.map(({ name, isCritical }) => [name, isCritical]),
    [
      ['stop', false],
      ['rest', true],
    ],
  );
  assert.equal(tidy!.isEnd, true);
});

/** A document whose only step is replaced by these lines. */
const steps = (text: string) => `schemaVersion: '0.3'\nmainSteps:\n${text}`;
const pause = '  - {name: a, action: "aws:pause", inputs: {}}\n';

const faults: [name: string, text: string, ...wanted: RegExp[]][] = [
  ['nothing', '', /^line 1, column 1: wanted a document, got an empty text/],
  ['no map', '- 1', /^line 1, column 1: wanted a runbook: a map .* got a list/],
  ['no YAML', 'a: [1', /^line 1, column \d+: not YAML/],
  ['a tag', 'schemaVersion: !Ref x', /line 1, column 21, schemaVersion: wanted a plain value, got the tag !Ref/],
  ['a name twice', 'description: a\ndescription: b', /^line 2, column 1: not YAML: Map keys must be unique/],
  ['a second document', `${steps(pause)}---\na: 1\n`, /line 4, column 1: wanted one document/],
  ['an alias of what it is in', 'description: &a [*a]', /\*a is within what it stands for/],
  ['an alias of nothing', 'description: *a', /Unresolved alias|wanted an anchor/],
  ['no version', `mainSteps:\n${pause}`, /line 1, column 1: wanted schemaVersion, which is missing/],
  ['another version', `schemaVersion: '2.2'\nmainSteps:\n${pause}`, /line 1, column 16, schemaVersion: wanted '0.3'/],
  ['no steps', `schemaVersion: '0.3'\nmainSteps: []`, /line 2, column 12, mainSteps: wanted one step at least/],
  [
    'an unknown member',
    `${steps(pause)}output: []`,
    /line 4, column 9, output: is not known here; did you mean outputs\?/,
  ],
  [
    'an unknown action',
    steps('  - {name: a, action: "aws:puse", inputs: {}}'),
    /mainSteps\[0\].action: there is no action "aws:puse"; did you mean aws:pause\?/,
  ],
  [
    'two steps of one name',
    steps(pause + pause),
    /line 4, column 12, mainSteps\[1\].name: .* the step of line 3 is called a, too/,
  ],
  [
    'a name with a blank',
    steps('  - {name: a b, action: "aws:pause"}'),
    /mainSteps\[0\].name: wanted a name of letters/,
  ],
  [
    'a jump to nowhere',
    steps('  - {name: a, action: "aws:pause", nextStep: b}'),
    /mainSteps\[0\].nextStep: there is no step "b" beside this one/,
  ],
  [
    'nextStep with isEnd',
    steps(`  - {name: a, action: "aws:pause", nextStep: b, isEnd: true}\n${pause.replace(': a', ': b')}`),
    /nextStep or isEnd: true, got both/,
  ],
  [
    'a circle',
    steps(`${pause}  - {name: b, action: "aws:pause", nextStep: a}\n`),
    /line 4, column 46, mainSteps\[1\].nextStep: leads round for ever: a → b → a/,
  ],
  [
    'a step after itself on failure',
    steps('  - {name: a, action: "aws:pause", onFailure: "step:a"}'),
    /mainSteps\[0\].onFailure: leads round for ever: a → a/,
  ],
  [
    'a circle by a branch',
    steps(
      `${pause}  - name: b\n    action: aws:branch\n    inputs:\n      Choices:\n        - {NextStep: a, Variable: "{{ global:DATE }}", StringEquals: x}\n`,
    ),
    /Choices\[0\].NextStep: leads round for ever/,
  ],
  [
    'onFailure of another word',
    steps('  - {name: a, action: "aws:pause", onFailure: stop}'),
    /onFailure: wanted Abort, Continue or step:NAME, got "stop"/,
  ],
  [
    'onCancel to a pause',
    steps(`  - {name: b, action: "aws:sleep", inputs: {Duration: PT1S}, onCancel: "step:a"}\n${pause}`),
    /onCancel: wanted a step that cleans up .* aws:pause/,
  ],
  [
    'onCancel of a loop',
    steps(
      `  - {name: b, action: "aws:loop", onCancel: "step:c", inputs: {Iterators: [1], Steps: [{name: x, action: "aws:pause"}]}}\n  - {name: c, action: "aws:invokeWebhook", inputs: {IntegrationName: w}}\n`,
    ),
    /onCancel: is not known to aws:loop/,
  ],
  [
    'an input missing',
    steps('  - {name: a, action: "aws:executeAwsApi", inputs: {Service: ec2}}'),
    /mainSteps\[0\].inputs: wanted the input Api of aws:executeAwsApi, which is missing/,
  ],
  [
    'an input too many',
    steps('  - {name: a, action: "aws:pause", inputs: {For: PT1S}}'),
    /inputs.For: is not known here/,
  ],
  [
    'neither of two inputs',
    steps('  - {name: a, action: "aws:sleep", inputs: {}}'),
    /one of the inputs Duration, Timestamp of aws:sleep, got none/,
  ],
  [
    'a duration in words',
    steps('  - {name: a, action: "aws:sleep", inputs: {Duration: 10 minutes}}'),
    /inputs.Duration: wanted a duration of ISO 8601/,
  ],
  [
    'a list that is none',
    steps('  - {name: a, action: "aws:changeInstanceState", inputs: {InstanceIds: i-1, DesiredState: up}}'),
    /InstanceIds: wanted a list, got "i-1"/,
    /DesiredState: wanted one of running, stopped, terminated, got "up"/,
  ],
  [
    'a script without handler',
    steps('  - {name: a, action: "aws:executeScript", inputs: {Runtime: python3.11, Script: x}}'),
    /wanted the input Handler/,
  ],
  [
    'too few approvers',
    steps('  - {name: a, action: "aws:approve", inputs: {Approvers: [ana], MinRequiredApprovals: 2}}'),
    /MinRequiredApprovals: wanted at most as many approvals/,
  ],
  [
    'a branch without choices',
    steps('  - {name: a, action: "aws:branch", inputs: {Choices: []}}'),
    /Choices: wanted one choice at least/,
  ],
  [
    'a choice without an operator',
    steps(
      `  - name: a\n    action: aws:branch\n    inputs:\n      Choices:\n        - {NextStep: b, Variable: "{{ global:DATE }}"}\n${pause.replace(': a', ': b')}`,
    ),
    /line 7, column 11, mainSteps\[0\].inputs.Choices\[0\]: wanted one operator/,
  ],
  [
    'a choice of a constant',
    steps(
      `  - name: a\n    action: aws:branch\n    inputs:\n      Choices:\n        - {NextStep: b, Variable: DATE, StringEquals: x}\n${pause.replace(': a', ': b')}`,
    ),
    /line 7, column 35, mainSteps\[0\].inputs.Choices\[0\].Variable: wanted an expression/,
  ],
  [
    'an unknown operator',
    steps(
      `  - name: a\n    action: aws:branch\n    inputs:\n      Choices:\n        - {NextStep: b, Variable: "{{ global:DATE }}", StringEqual: x}\n${pause.replace(': a', ': b')}`,
    ),
    /StringEqual: is not known here; did you mean StringEquals\?/,
  ],
  [
    'And beside Variable',
    steps(
      `  - name: a\n    action: aws:branch\n    inputs:\n      Choices:\n        - {NextStep: b, Variable: "{{ global:DATE }}", And: []}\n${pause.replace(': a', ': b')}`,
    ),
    /got And and Variable/,
  ],
  [
    'a number that is a word',
    steps(
      `  - name: a\n    action: aws:branch\n    inputs:\n      Choices:\n        - {NextStep: b, Variable: "{{ global:DATE }}", NumericGreater: many}\n${pause.replace(': a', ': b')}`,
    ),
    /NumericGreater: wanted a number to compare with/,
  ],
  [
    'a loop without either',
    steps('  - {name: a, action: "aws:loop", inputs: {Steps: [{name: x, action: "aws:pause"}]}}'),
    /one of the inputs Iterators, LoopCondition/,
  ],
  [
    'a loop with no maximum',
    steps(
      '  - {name: a, action: "aws:loop", inputs: {LoopCondition: {Variable: "{{ global:DATE }}", StringEquals: x}, Steps: [{name: x, action: "aws:pause"}]}}',
    ),
    /LoopCondition: wanted MaxIterations/,
  ],
  [
    '101 passes',
    steps(
      '  - {name: a, action: "aws:loop", inputs: {MaxIterations: 101, LoopCondition: {Variable: "{{ global:DATE }}", StringEquals: x}, Steps: [{name: x, action: "aws:pause"}]}}',
    ),
    /MaxIterations: wanted a whole number from 1 to 100, got 101/,
  ],
  [
    'a jump out of a loop',
    steps(
      `${pause}  - {name: b, action: "aws:loop", inputs: {Iterators: [1], Steps: [{name: x, action: "aws:pause", nextStep: a}]}}`,
    ),
    /inputs.Steps\[0\].nextStep: there is no step "a" beside this one/,
  ],
  [
    'a pass outside its loop',
    steps(
      '  - {name: b, action: "aws:loop", inputs: {Iterators: [1], Steps: [{name: x, action: "aws:pause"}]}}\n  - {name: c, action: "aws:invokeWebhook", inputs: {IntegrationName: "{{ b.CurrentIteratorValue }}"}}',
    ),
    /only within the steps of that loop/,
  ],
  [
    'an unknown parameter',
    steps('  - {name: a, action: "aws:sleep", inputs: {Duration: "{{ Wait }}"}}'),
    /inputs.Duration: \{\{ Wait \}\}: there is no parameter Wait/,
  ],
  [
    'an unknown step',
    steps('  - {name: a, action: "aws:sleep", inputs: {Duration: "{{ b.Out }}"}}'),
    /there is no step b/,
  ],
  [
    'an unknown output',
    steps(
      `  - {name: w, action: "aws:invokeWebhook", inputs: {IntegrationName: x}}\n  - {name: a, action: "aws:sleep", inputs: {Duration: "{{ w.Respons }}"}}`,
    ),
    /the step w has no output Respons; it has Response, ResponseCode/,
  ],
  [
    'an unknown variable',
    steps('  - {name: a, action: "aws:updateVariable", inputs: {Name: "variable:n", Value: 1}}'),
    /inputs.Name: there is no variable n/,
  ],
  [
    'an unknown global',
    steps('  - {name: a, action: "aws:sleep", inputs: {Duration: "{{ global:NOW }}"}}'),
    /wanted one of ACCOUNT_ID/,
  ],
  [
    'ssm in a step',
    steps('  - {name: a, action: "aws:sleep", inputs: {Duration: "{{ ssm:wait }}"}}'),
    /Parameter Store is read only in a parameter's default/,
  ],
  [
    'an expression in a default',
    `parameters: {P: {type: String, default: '{{ Q }}'}}\n${steps(pause)}`,
    /parameters.P.default: .* takes only \{\{ ssm:name \}\}/,
  ],
  [
    'a default of another type',
    `parameters: {P: {type: Integer, default: many}}\n${steps(pause)}`,
    /line 1, column 42, parameters.P.default: wanted a value of type Integer, got "many"/,
  ],
  [
    'a default that is not allowed',
    `parameters: {P: {type: String, default: c, allowedValues: [a, b]}}\n${steps(pause)}`,
    /has value "c" not found in \[a, b\]/,
  ],
  ['an unknown type', `parameters: {P: {type: Text}}\n${steps(pause)}`, /parameters.P.type: wanted one of String/],
  [
    'a pattern that has no end',
    `parameters: {P: {type: String, allowedPattern: '((a{99}){99}){99}'}}\n${steps(pause)}`,
    /it repeats too often/,
  ],
  [
    'a pattern that is none',
    `parameters: {P: {type: String, allowedPattern: '('}}\n${steps(pause)}`,
    /allowedPattern: wanted a regular expression/,
  ],
  [
    'bounds the wrong way round',
    `parameters: {P: {type: String, minChars: 5, maxChars: 2}}\n${steps(pause)}`,
    /minChars: wanted at most maxChars \(2\), got 5/,
  ],
  [
    'a selector that is none',
    steps(
      '  - {name: a, action: "aws:executeAwsApi", inputs: {Service: ec2, Api: DescribeInstances}, outputs: [{Name: X, Selector: Reservations}]}',
    ),
    /outputs\[0\].Selector: wanted a path such as/,
  ],
  ['a role that is none', `assumeRole: admin\n${steps(pause)}`, /assumeRole: wanted a role's ARN/],
  ['an output of no step', `outputs: [b.Out]\n${steps(pause)}`, /line 1, column 11, outputs\[0\]: there is no step b/],
  [
    'attempts of none',
    steps('  - {name: a, action: "aws:pause", maxAttempts: 0}'),
    /maxAttempts: wanted a whole number from 1 to 1000, got 0/,
  ],
];
for (const [name, text, ...wanted] of faults)
  test(`a runbook with ${name} is refused, with line and path`, () => {
    const read = readRunbook(text, 'YAML');
    assert.equal(read.ok, false);
    const told = read.ok ? [] : read.faults.map(faultText);
    for (const pattern of wanted)
      assert.ok(
        told.some((line) => pattern.test(line)),
        `${pattern}\nin\n${told.join('\n')}`,
      );
    assert.equal(told.length, wanted.length, told.join('\n'));
  });

test('all faults are told at once, in the order of the text', () => {
  const read = readRunbook(steps('  - {name: a b, action: "aws:puse", isEnd: maybe}'), 'YAML');
  assert.deepEqual(read.ok ? [] : read.faults.map(({ path }) => path), [
    'mainSteps[0].name',
    'mainSteps[0].action',
    'mainSteps[0].isEnd',
  ]);
});

const jsonFaults: [name: string, text: string, wanted: RegExp][] = [
  ['a comma too many', '{\n  "a": 1,\n}', /^line 3, column 1: not JSON/],
  ['no end', '{"a": [1', /^line 1, column \d+: not JSON/],
  ['YAML', 'schemaVersion: 0.3', /not JSON/],
];
for (const [name, text, wanted] of jsonFaults)
  test(`JSON with ${name} is refused with its place`, () => {
    const read = readRunbook(text, 'JSON');
    assert.match(read.ok ? '' : faultText(read.faults[0]!), wanted);
  });

test('JSON with tabs is read as YAML is', () => {
  const text = JSON.stringify({ schemaVersion: '0.3', mainSteps: [{ name: 'a', action: 'aws:pause' }] }, null, '\t');
  assert.equal(readRunbook(text, 'JSON').ok, true);
});

const bombs: [string, string][] = [
  ['brackets', '['.repeat(60_000)],
  ['maps in one line', `${'{a: '.repeat(10_000)}1`],
  ['dashes', '- '.repeat(30_000)],
  ['questions', '? '.repeat(30_000)],
  [
    'aliases',
    [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefg'[at]},`.repeat(9)}]`),
    ].join('\n'),
  ],
  ['a text of a megabyte', 'a'.repeat(1_000_000)],
  ['indentation', Array.from({ length: 350 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
];
for (const [name, text] of bombs)
  test(`a bomb of ${name} is refused in bounded time`, () => assert.equal(readRunbook(text, 'YAML').ok, false));
