import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphOf } from './graph.ts';
import { lint } from './lint.ts';
import { readRunbook } from './read-runbook.ts';

const doc = (steps: string, head = '') => `schemaVersion: '0.3'\n${head}mainSteps:\n${steps}`;
const pause = (name: string, more = '') => `  - {name: ${name}, action: "aws:pause"${more}}\n`;
const webhook = (name: string, body: string) =>
  `  - {name: ${name}, action: "aws:invokeWebhook", inputs: {IntegrationName: w, Body: "${body}"}}\n`;

const found: [name: string, text: string, wanted: string[]][] = [
  ['nothing to say', doc(pause('a')), []],
  ['a fault', doc(pause('a', ', nextStep: b')), ['error document 3 mainSteps[0].nextStep']],
  [
    'a step that nothing leads to',
    doc(pause('a', ', isEnd: true') + pause('b')),
    ['warning unreachable 4 mainSteps[1]'],
  ],
  [
    'an output that comes too late',
    doc(webhook('a', '{{ b.Response }}') + webhook('b', 'x')),
    ['error unset-output 3 mainSteps[0].inputs.Body'],
  ],
  ['a step’s own output', doc(webhook('a', '{{ a.Response }}')), ['error unset-output 3 mainSteps[0].inputs.Body']],
  ['an output that is there', doc(webhook('a', 'x') + webhook('b', '{{ a.Response }}')), []],
  [
    'a report of what never runs',
    doc(pause('a', ', isEnd: true') + webhook('b', 'x'), 'outputs: [b.Response]\n'),
    ['error unset-output 2 outputs[0]', 'warning unreachable 5 mainSteps[1]'],
  ],
  [
    'a parameter without use',
    doc(pause('a'), 'parameters: {P: {type: String}}\n'),
    ['warning unused-parameter 2 parameters.P'],
  ],
  ['a parameter that is the role', doc(pause('a'), 'assumeRole: "{{ R }}"\nparameters: {R: {type: String}}\n'), []],
  [
    'a variable without use',
    doc(pause('a'), 'variables: {V: {type: Integer}}\n'),
    ['warning unused-variable 2 variables.V'],
  ],
  [
    'a variable that nothing changes',
    doc(webhook('a', '{{ variable:V }}'), 'variables: {V: {type: Integer}}\n'),
    ['warning unchanged-variable 2 variables.V'],
  ],
  [
    'a time that is never reached',
    doc(
      '  - {name: a, action: "aws:executeScript", timeoutSeconds: 601, inputs: {Runtime: python3.8, Handler: f, Script: x}}',
    ),
    [
      'warning script-without-role 3 mainSteps[0]',
      'error timeout 3 mainSteps[0].timeoutSeconds',
      'warning old-runtime 3 mainSteps[0].inputs.Runtime',
    ],
  ],
  [
    'a sleep of eight days',
    doc('  - {name: a, action: "aws:sleep", inputs: {Duration: P8D}}'),
    ['error sleep 3 mainSteps[0].inputs.Duration'],
  ],
  [
    'an approver who is nobody',
    doc(
      '  - {name: a, action: "aws:approve", inputs: {Approvers: ["ana!", "{{ global:REGION }}"], NotificationArn: "arn:aws:sns:us-east-1:123456789012:Automation-x"}}',
    ),
    ['error approver 3 mainSteps[0].inputs.Approvers'],
  ],
  [
    'an approval of which nobody hears',
    doc('  - {name: a, action: "aws:approve", inputs: {Approvers: [ana]}}'),
    ['warning unheard-approval 3 mainSteps[0]'],
  ],
  [
    'a password',
    doc(webhook('a', 'x'), 'parameters:\n  DbPassword: {type: String, default: hunter2}\n'),
    ['warning unused-parameter 3 parameters.DbPassword', 'warning secret 3 parameters.DbPassword.default'],
  ],
  ['a key of AWS', doc(webhook('a', 'AKIAABCDEFGHIJKLMNOP')), ['error secret 3 mainSteps[0].inputs.Body']],
  [
    'a secret by its ARN',
    doc(
      '  - {name: a, action: "aws:executeAwsApi", inputs: {Service: secretsmanager, Api: GetSecretValue, Secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x"}}',
    ),
    [],
  ],
];
for (const [name, text, wanted] of found)
  test(`the linter finds ${name}`, () => {
    const told = lint(text, 'YAML').findings.map(
      ({ severity, rule, line, path }) => `${severity} ${rule} ${line} ${path}`,
    );
    assert.deepEqual(told, wanted);
  });

test('a runbook is drawn with its choices, its loop and its failures', () => {
  const text = doc(
    `  - {name: look, action: "aws:executeAwsApi", inputs: {Service: ec2, Api: DescribeInstances}, onFailure: "step:tidy", onCancel: "step:tidy"}
  - name: choose
    action: aws:branch
    inputs:
      Choices: [{NextStep: each, Variable: "{{ global:REGION }}", StringEquals: '"a" --> b'}]
      Default: tidy
  - {name: each, action: "aws:loop", inputs: {Iterators: [1], Steps: [{name: end, action: "aws:pause"}]}}
  - {name: tidy, action: "aws:invokeWebhook", inputs: {IntegrationName: w}}
`,
  );
  const read = readRunbook(text, 'YAML');
  assert.ok(read.ok);
  assert.equal(
    graphOf(read.runbook),
    `flowchart TD
  start([start])
  done([end])
  start --> s_look
  s_look["look<br/>aws:executeAwsApi"]
  s_choose{"choose<br/>aws:branch"}
  s_each[["each<br/>aws:loop"]]
  subgraph s_each_loop["each: for each of #91;1#93;"]
    s_each_pass([next pass])
    s_end["end<br/>aws:pause"]
    s_end --> s_each_pass
  end
  s_each -. each pass .-> s_end
  s_tidy["tidy<br/>aws:invokeWebhook"]
  s_look --> s_choose
  s_look -. "failure" .-> s_tidy
  s_look -. "cancel" .-> s_tidy
  s_choose -- "#123;#123; global:REGION #125;#125; StringEquals #34;a#34; --#62; b" --> s_each
  s_choose -- "otherwise" --> s_tidy
  s_each --> s_tidy
  s_tidy --> done
`,
  );
});
