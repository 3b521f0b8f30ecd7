import type { Json } from '#domain/documents';
import type { AwsAction } from './aws-action.ts';
import { again, done, type Fields, fail, rows, type Step, textIn } from './step.ts';

const LOOK_SECONDS = 5;
/** As AWS: what Automation shows of a command's output. */
const MAX_OUTPUT = 2_500;

const SEND = [
  ...['CloudWatchOutputConfig', 'Comment', 'DocumentHash', 'DocumentHashType', 'DocumentName', 'DocumentVersion'],
  ...['InstanceIds', 'MaxConcurrency', 'MaxErrors', 'NotificationConfig', 'OutputS3BucketName', 'OutputS3KeyPrefix'],
  ...['Parameters', 'ServiceRoleArn', 'Targets'],
];

/** Run Command at AWS: sent once, and looked at until every instance has ended it. */
export const runCommandAtAws: AwsAction = {
  name: 'aws:runCommand',
  unknown: () => 'ask',
  async run(step) {
    const { inputs, progress, ask } = step;
    if (progress?.['commandId'] !== undefined) return lookAt(step, textIn(progress, 'commandId'));
    const seconds = inputs.number('TimeoutSeconds');
    const input = { ...inputs.pick(...SEND), ...(seconds !== undefined && { TimeoutSeconds: seconds }) };
    const answer = await ask({ service: 'ssm', operation: 'SendCommand', input: listed(input) });
    const command = answer['Command'] as Fields;
    return again({ commandId: textIn(command, 'CommandId') }, 2);
  },
  cancel: ({ ask, progress }) =>
    ask({ service: 'ssm', operation: 'CancelCommand', input: { CommandId: textIn(progress ?? {}, 'commandId') } }),
};

/** Every parameter of a command is a list of texts, of which documents may write a single one. */
function listed(input: Fields): Fields {
  const given = input['Parameters'];
  if (given === undefined || typeof given !== 'object' || given === null) return input;
  const texts = (value: Json) =>
    (Array.isArray(value) ? value : [value]).map((one: Json) => (typeof one === 'string' ? one : JSON.stringify(one)));
  return {
    ...input,
    Parameters: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, texts(value)])),
  };
}

const GOING_ON = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

async function lookAt({ ask, progress }: Step, CommandId: string) {
  const list = await ask({ service: 'ssm', operation: 'ListCommands', input: { CommandId } });
  const [command = {}] = rows(list, 'Commands');
  const status = textIn(command, 'Status') || 'Pending';
  if (GOING_ON.has(status)) return again({ ...progress, tries: 0, commandId: CommandId, status }, LOOK_SECONDS);
  const details = await ask({
    service: 'ssm',
    operation: 'ListCommandInvocations',
    input: { CommandId, Details: true },
  });
  const plugins = rows(details, 'CommandInvocations').flatMap((one) => rows(one, 'CommandPlugins'));
  const codes = plugins.map((one) => Number(one['ResponseCode'] ?? 0));
  const outputs = {
    CommandId,
    Status: status,
    ResponseCode: codes.find((code) => code !== 0) ?? 0,
    Output: plugins
      .map((one) => textIn(one, 'Output'))
      .join('\n')
      .slice(0, MAX_OUTPUT),
  };
  if (status === 'Success')
    return done({ ...outputs, CommandInvocations: details['CommandInvocations'] ?? [] }, outputs);
  const message = `The command ${CommandId} is ${status}: ${outputs.Output.slice(0, 300)}`;
  throw fail('Action', 'Invocation', message, outputs);
}
