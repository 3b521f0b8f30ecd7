import type { Json } from '#domain/documents';
import type { AwsAction } from './aws-action.ts';
import { again, done, type Fields, fail, rows, type Step, textIn } from './step.ts';

const LOOK_SECONDS = 10;

const CREATE = [
  ...['StackName', 'TemplateURL', 'Capabilities', 'ClientRequestToken', 'NotificationARNs', 'OnFailure', 'Parameters'],
  ...['ResourceTypes', 'RoleARN', 'StackPolicyURL', 'Tags'],
];

/** A stack, until it is made. One that is given up while it is made is deleted again. */
export const createStack: AwsAction = {
  name: 'aws:createStack',
  async run(step) {
    const { inputs, progress, tryTo, call } = step;
    if (progress?.['stackId'] !== undefined) return lookAt(step, textIn(progress, 'stackId'), 'CREATE');
    const minutes = inputs.number('TimeoutInMinutes');
    const input: Fields = {
      ClientRequestToken: call.token,
      ...inputs.pick(...CREATE),
      ...asText(inputs.given, 'TemplateBody'),
      ...asText(inputs.given, 'StackPolicyBody'),
      ...(inputs.given['DisableRollback'] !== undefined && { DisableRollback: inputs.flag('DisableRollback') }),
      ...(minutes !== undefined && { TimeoutInMinutes: minutes }),
    };
    // This very step has asked before, and its node died.
    const made = await tryTo({ service: 'cloudformation', operation: 'CreateStack', input }, /^TokenAlreadyExists/);
    return again({ stackId: textIn(made as Fields, 'StackId') || inputs.text('StackName') }, LOOK_SECONDS);
  },
  cancel: ({ ask, progress }) =>
    ask({
      service: 'cloudformation',
      operation: 'DeleteStack',
      input: { StackName: textIn(progress ?? {}, 'stackId') },
      part: 'cancel',
    }),
};

/** A template may be written into the document as it is. */
function asText(given: Fields, name: string): Fields {
  const value = given[name];
  if (value === undefined || value === null) return {};
  return { [name]: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** A stack goes, and is waited for. One that is not there is gone. */
export const deleteStack: AwsAction = {
  name: 'aws:deleteStack',
  async run(step) {
    const { inputs, progress, ask, call } = step;
    const asked = progress?.['stackId'] !== undefined;
    if (asked && progress?.['asked'] === true) return lookAt(step, textIn(progress, 'stackId'), 'DELETE');
    // By its name a deleted stack cannot be found: its id is noted before.
    const stack = asked ? undefined : await find(step, inputs.text('StackName'));
    if (!asked && !stack)
      return done({ StackStatus: 'DELETE_COMPLETE' }, { StackStatus: 'DELETE_COMPLETE', StackStatusReason: '' });
    const stackId = asked ? textIn(progress, 'stackId') : textIn(stack!, 'StackId');
    if (!asked && !call.isDry) return again({ stackId }, 0);
    const input = {
      ...{ StackName: stackId, ClientRequestToken: call.token },
      ...inputs.pick('ClientRequestToken', 'RetainResources', 'RoleARN'),
    };
    await ask({ service: 'cloudformation', operation: 'DeleteStack', input });
    return again({ stackId, asked: true }, LOOK_SECONDS);
  },
};

async function find({ tryTo }: Step, StackName: string): Promise<Fields | undefined> {
  const answer = await tryTo(
    { service: 'cloudformation', operation: 'DescribeStacks', input: { StackName } },
    /^ValidationError$/,
  );
  if ('code' in answer && !/does not exist/.test(String(answer['message']))) {
    throw fail('Action', 'Invocation', String(answer['message']));
  }
  return rows(answer as Fields, 'Stacks')[0];
}

async function lookAt(step: Step, stackId: string, what: 'CREATE' | 'DELETE') {
  const stack = (await find(step, stackId)) ?? {};
  const status = textIn(stack, 'StackStatus') || (what === 'DELETE' ? 'DELETE_COMPLETE' : 'UNKNOWN');
  const outputs: Record<string, Json> = {
    ...{ StackId: stackId, StackStatus: status, StackStatusReason: textIn(stack, 'StackStatusReason') },
  };
  if (status === `${what}_COMPLETE`) return done({ ...outputs, Outputs: stack['Outputs'] ?? [] }, outputs);
  if (/_IN_PROGRESS$/.test(status)) return again({ ...step.progress, tries: 0, status }, LOOK_SECONDS);
  const why = await firstReason(step, stackId);
  throw fail('Verification', 'PostVerification', `The stack ${stackId} is ${status}${why}.`, outputs);
}

/** What failed first, which is why all else did. */
async function firstReason({ ask }: Step, StackName: string): Promise<string> {
  const answer = await ask({ service: 'cloudformation', operation: 'DescribeStackEvents', input: { StackName } });
  const failed = rows(answer, 'StackEvents').filter((one) => /_FAILED$/.test(textIn(one, 'ResourceStatus')));
  const first = failed.at(-1);
  return first ? `: ${textIn(first, 'LogicalResourceId')}: ${textIn(first, 'ResourceStatusReason')}` : '';
}
