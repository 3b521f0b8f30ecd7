import type { Json } from '#domain/documents';
import type { AwsAction } from './aws-action.ts';
import { again, done, type Fields, fail, isFields, rows, type Step, textIn } from './step.ts';

const LOOK_SECONDS = 5;

const CHANGES: Readonly<Record<string, string>> = {
  running: 'StartInstances',
  stopped: 'StopInstances',
  terminated: 'TerminateInstances',
};

/** Starts, stops or terminates instances, and waits until they are so; running ones until their checks have passed. */
export const changeInstanceState: AwsAction = {
  name: 'aws:changeInstanceState',
  async run(step) {
    const { inputs, progress, ask } = step;
    const InstanceIds = inputs.texts('InstanceIds');
    const wanted = inputs.text('DesiredState');
    const operation = CHANGES[wanted];
    if (operation === undefined) {
      throw fail('Action', 'InputValidation', `The input DesiredState must be ${Object.keys(CHANGES).join(', ')}.`);
    }
    if (progress?.['asked'] !== true && !inputs.flag('CheckStateOnly')) {
      const force: Fields = wanted === 'stopped' && inputs.flag('Force') ? { Force: true } : {};
      const more = wanted === 'running' ? inputs.pick('AdditionalInfo') : {};
      await ask({ service: 'ec2', operation, input: { InstanceIds, ...force, ...more } });
    }
    return lookAt(step, InstanceIds, wanted, wanted === 'running');
  },
};

/** New instances, until they run. */
export const runInstances: AwsAction = {
  name: 'aws:runInstances',
  async run(step) {
    const { progress, ask } = step;
    const known = progress?.['ids'] as string[] | undefined;
    if (known) return lookAt(step, known, 'running', false);
    const answer = await ask({ service: 'ec2', operation: 'RunInstances', input: launch(step) });
    const ids = rows(answer, 'Instances').map((one) => textIn(one, 'InstanceId'));
    return again({ asked: true, ids }, LOOK_SECONDS);
  },
  cancel: ({ ask, progress }) =>
    ask({ service: 'ec2', operation: 'TerminateInstances', input: { InstanceIds: (progress?.['ids'] ?? []) as Json } }),
};

/** Inputs that RunInstances has under the same name. */
const LAUNCH = [
  ...['AdditionalInfo', 'BlockDeviceMappings', 'ClientToken', 'DisableApiTermination', 'EbsOptimized', 'ImageId'],
  ...['InstanceInitiatedShutdownBehavior', 'KernelId', 'KeyName', 'MetadataOptions', 'NetworkInterfaces', 'Placement'],
  ...[
    'PrivateIpAddress',
    'RamdiskId',
    'SecurityGroupIds',
    'SecurityGroups',
    'SubnetId',
    'TagSpecifications',
    'UserData',
  ],
];

function launch({ inputs }: Step): Fields {
  const min = inputs.number('MinInstanceCount') ?? 1;
  const profile = { Arn: inputs.optional('IamInstanceProfileArn'), Name: inputs.optional('IamInstanceProfileName') };
  const given = Object.entries(profile).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const monitoring = inputs.given['Monitoring'];
  return {
    ...inputs.pick(...LAUNCH),
    InstanceType: inputs.optional('InstanceType') ?? 'm1.small',
    MinCount: min,
    MaxCount: inputs.number('MaxInstanceCount') ?? min,
    ...(given.length > 0 && { IamInstanceProfile: Object.fromEntries(given) }),
    ...(monitoring !== undefined && {
      Monitoring: isFields(monitoring) ? monitoring : { Enabled: inputs.flag('Monitoring') },
    }),
  };
}

async function lookAt({ ask, progress }: Step, InstanceIds: string[], wanted: string, checked: boolean) {
  const answer = await ask({ service: 'ec2', operation: 'DescribeInstances', input: { InstanceIds } });
  const instances = rows(answer, 'Reservations').flatMap((one) => rows(one, 'Instances'));
  const states = instances.map((one) => (isFields(one['State']) ? textIn(one['State'], 'Name') : ''));
  const lost = wanted !== 'terminated' && states.some((state) => state === 'terminated' || state === 'shutting-down');
  if (lost) {
    const message = `An instance is being terminated, and will not become ${wanted}: ${states.join(', ')}.`;
    throw fail('Verification', 'PostVerification', message, { InstanceStates: states });
  }
  const there = states.length === InstanceIds.length && states.every((state) => state === wanted);
  const left = { ...progress, tries: 0, asked: true, states };
  if (!there) return again(left, LOOK_SECONDS);
  if (checked && !(await haveChecksPassed(ask, InstanceIds))) return again(left, 3 * LOOK_SECONDS);
  return done({ InstanceStates: states, InstanceIds }, { InstanceStates: states, InstanceIds });
}

async function haveChecksPassed(ask: Step['ask'], InstanceIds: string[]): Promise<boolean> {
  const answer = await ask({ service: 'ec2', operation: 'DescribeInstanceStatus', input: { InstanceIds } });
  const all = rows(answer, 'InstanceStatuses');
  const isOk = (one: Fields, name: string) => isFields(one[name]) && textIn(one[name], 'Status') === 'ok';
  return (
    all.length === InstanceIds.length && all.every((one) => isOk(one, 'InstanceStatus') && isOk(one, 'SystemStatus'))
  );
}
