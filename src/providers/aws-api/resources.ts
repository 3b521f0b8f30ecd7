import type { Json } from '#domain/documents';
import type { Authority } from '#domain/runbooks';
import { parseArn } from '#kernel/arn';

/** Members that name what is acted on, as the end of an ARN; `{}` is the name. By service and member. */
const RESOURCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  autoscaling: { AutoScalingGroupName: 'autoScalingGroup:*:autoScalingGroupName/{}' },
  cloudformation: { StackName: 'stack/{}/*' },
  dynamodb: { TableName: 'table/{}' },
  ec2: {
    ImageId: 'image/{}',
    InstanceId: 'instance/{}',
    InstanceIds: 'instance/{}',
    SnapshotId: 'snapshot/{}',
    VolumeId: 'volume/{}',
  },
  ecs: { cluster: 'cluster/{}' },
  iam: { GroupName: 'group/{}', RoleName: 'role/{}', UserName: 'user/{}' },
  lambda: { FunctionName: 'function:{}' },
  logs: { logGroupName: 'log-group:{}' },
  rds: { DBClusterIdentifier: 'cluster:{}', DBInstanceIdentifier: 'db:{}' },
  ssm: { InstanceIds: '@ec2:instance/{}' },
};
/** Services whose resources are of no region. */
const GLOBAL = new Set(['iam']);

/**
 * The ARNs that a policy must allow a call on, as far as its input tells them: what is an ARN itself, an object's bucket and key,
 * and what the table names. `*` where it tells none.
 */
export function resourcesOf(service: string, input: Readonly<Record<string, Json>>, at: Authority): string[] {
  const found = service === 's3' ? ofS3(input) : named(service, input, at);
  return found.length > 0 ? [...new Set(found)].sort() : ['*'];
}

function named(service: string, input: Readonly<Record<string, Json>>, { account, region }: Authority): string[] {
  const table = Object.hasOwn(RESOURCES, service) ? RESOURCES[service]! : {};
  const texts = Object.entries(input).flatMap(([member, value]) => {
    const listed = Array.isArray(value) ? value : [value];
    return listed.flatMap((one) => (typeof one === 'string' ? [{ member, text: one }] : []));
  });
  return texts.flatMap(({ member, text }) => {
    if (service === 'sqs' && member === 'QueueUrl') return ofQueue(text, region);
    const end = table[member];
    if (parseArn(text)) return end !== undefined || /arn$/i.test(member) ? [text] : [];
    if (end === undefined) return [];
    const [, other, rest] = /^@(\w+):(.*)$/.exec(end) ?? [undefined, undefined, end];
    const place = GLOBAL.has(service) ? '' : region;
    return [`arn:aws:${other ?? service}:${place}:${account}:${rest!.replace('{}', text)}`];
  });
}

function ofS3({ Bucket, Key }: Readonly<Record<string, Json>>): string[] {
  if (typeof Bucket !== 'string') return [];
  return [`arn:aws:s3:::${Bucket}${typeof Key === 'string' ? `/${Key}` : ''}`];
}

function ofQueue(url: string, region: string): string[] {
  const [, account, name] = /\/(\d{12})\/([\w.-]+)$/.exec(url) ?? [];
  return account === undefined ? [] : [`arn:aws:sqs:${region}:${account}:${name}`];
}
