import { knownActions } from './actions.ts';
import { inputPlace, type Linted, type PlacedStep, placeOf } from './linted.ts';

/** AWS's bound on a sleep, in seconds. */
const LONGEST_SLEEP = 604_799;
const APPROVER = /^([\w+=,.@-]{1,64}|arn:aws[\w-]*:(iam|sts)::\d{12}:(user|role|assumed-role)\/.+)$/;

/** What actions will not do as it is written. */
export function lintSteps(on: Linted): void {
  for (const placed of on.steps) {
    lintTimeout(on, placed);
    rules[placed.step.action]?.(on, placed);
  }
}

function lintTimeout(on: Linted, { step, at }: PlacedStep): void {
  const longest = knownActions.get(step.action)?.maxTimeoutSeconds;
  if (step.timeoutSeconds === undefined || longest === undefined || step.timeoutSeconds <= longest) return;
  const message = `${step.action} ends after ${longest} s at the latest; ${step.timeoutSeconds} s are never reached`;
  on.err('timeout', placeOf(at, 'timeoutSeconds'), message);
}

type Rule = (on: Linted, placed: PlacedStep) => void;

const script: Rule = (on, placed) => {
  const { inputs } = placed.step;
  const runtime = String(inputs['Runtime'] ?? '');
  if (!on.runbook.assumeRole)
    on.warn(
      'script-without-role',
      placed.at,
      'without assumeRole a script has no permissions at all: its calls to AWS are refused',
    );
  if (/^python3\.[0-8]$/.test(runtime))
    on.warn(
      'old-runtime',
      inputPlace(placed, 'Runtime'),
      `${runtime} is no longer maintained; use python3.11 or newer`,
    );
  if (/^PowerShell( Core)? (6|7\.0)/.test(runtime))
    on.warn(
      'old-runtime',
      inputPlace(placed, 'Runtime'),
      `${runtime} is no longer maintained; use PowerShell 7.4 or newer`,
    );
  if (inputs['Attachment'] !== undefined)
    on.err(
      'attachment',
      inputPlace(placed, 'Attachment'),
      'Muster keeps no attachments: write the script under Script',
    );
};

const sleep: Rule = (on, placed) => {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(String(placed.step.inputs['Duration'] ?? '')) ?? [];
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  if (whole > LONGEST_SLEEP)
    on.err(
      'sleep',
      inputPlace(placed, 'Duration'),
      `a step sleeps at most ${LONGEST_SLEEP} s, and this is ${whole} s; use several`,
    );
};

const approve: Rule = (on, placed) => {
  const approvers = placed.step.inputs['Approvers'];
  for (const approver of Array.isArray(approvers) ? approvers.map(String) : [])
    if (!approver.includes('{{') && !APPROVER.test(approver))
      on.err(
        'approver',
        inputPlace(placed, 'Approvers'),
        `${JSON.stringify(approver)} is neither a user's name nor the ARN of a user or a role: nobody could approve as it`,
      );
  if (placed.step.inputs['NotificationArn'] === undefined)
    on.warn('unheard-approval', placed.at, 'without NotificationArn nobody is told that an approval is wanted');
};

const rules: Readonly<Record<string, Rule>> = {
  'aws:executeScript': script,
  'aws:sleep': sleep,
  'aws:approve': approve,
};
