import { type ManagedPolicy, standingId } from './role.ts';

/** A policy of AWS's that is always there: its name is AWS's, its text says what Muster understands by it. */
export interface StandingPolicy extends Omit<ManagedPolicy, 'attachments' | 'boundaries'> {
  document: string;
}

interface Declared {
  name: string;
  path?: string;
  description: string;
  allow: readonly string[];
}

/** Reads what services hold and no secret's value. */
const READING = [
  ...['ssm-incidents:Get*', 'ssm-incidents:List*', 'ssm-incidents:BatchGet*'],
  ...['ssm-contacts:Get*', 'ssm-contacts:List*', 'ssm-contacts:Describe*'],
  ...['ssm:Get*', 'ssm:List*', 'ssm:Describe*'],
  ...['cloudwatch:Get*', 'cloudwatch:List*', 'cloudwatch:Describe*'],
  ...['events:List*', 'events:Describe*', 'events:TestEventPattern'],
  ...['sns:Get*', 'sns:List*', 'secretsmanager:Describe*', 'secretsmanager:List*', 'secretsmanager:GetResourcePolicy'],
  ...['cloudtrail:LookupEvents', 'iam:Get*', 'iam:List*', 'iam:Simulate*', 'sts:Get*'],
  ...[
    'ec2:Describe*',
    'ec2:Get*',
    'autoscaling:Describe*',
    'ecs:Describe*',
    'ecs:List*',
    'lambda:Get*',
    'lambda:List*',
  ],
  ...[
    's3:Get*',
    's3:List*',
    'sqs:Get*',
    'sqs:List*',
    'cloudformation:Describe*',
    'cloudformation:List*',
    'logs:Describe*',
  ],
  ...['muster:Get*', 'muster:List*', 'muster:Describe*', 'muster:Explain*', 'muster:Preview*', 'muster:Query*'],
  ...['muster:Who*', 'muster:Why', 'muster:Examine', 'muster:Predict', 'muster:Replay', 'muster:Live'],
];

const declared: readonly Declared[] = [
  { name: 'AdministratorAccess', description: 'Everything in the account.', allow: ['*'] },
  {
    name: 'PowerUserAccess',
    description: 'Everything but roles, policies and their sessions.',
    allow: [
      ...['ssm-incidents:*', 'ssm-contacts:*', 'ssm:*', 'cloudwatch:*', 'events:*', 'sns:*', 'secretsmanager:*'],
      ...[
        'cloudtrail:*',
        'ec2:*',
        'autoscaling:*',
        'ecs:*',
        'lambda:*',
        's3:*',
        'sqs:*',
        'cloudformation:*',
        'states:*',
      ],
    ],
  },
  { name: 'ReadOnlyAccess', description: 'Reading, but for the values of secrets.', allow: READING },
  {
    name: 'AWSIncidentManagerResolverAccess',
    description: 'Starting, viewing and working on incidents, and engaging people in them.',
    allow: [
      ...['ssm-incidents:StartIncident', 'ssm-incidents:UpdateIncidentRecord', 'ssm-incidents:UpdateRelatedItems'],
      ...[
        'ssm-incidents:CreateTimelineEvent',
        'ssm-incidents:UpdateTimelineEvent',
        'ssm-incidents:DeleteTimelineEvent',
      ],
      ...['ssm-incidents:Get*', 'ssm-incidents:List*', 'ssm-incidents:BatchGetIncidentFindings'],
      ...['ssm-contacts:StartEngagement', 'ssm-contacts:StopEngagement', 'ssm-contacts:AcceptPage'],
      ...['ssm-contacts:Get*', 'ssm-contacts:List*', 'ssm-contacts:Describe*'],
      ...['ssm:GetAutomationExecution', 'ssm:DescribeAutomationExecutions', 'ssm:DescribeAutomationStepExecutions'],
      ...['ssm:GetDocument', 'ssm:DescribeDocument', 'ssm:ListDocuments', 'ssm:StartAutomationExecution'],
      ...['ssm:StopAutomationExecution', 'ssm:SendAutomationSignal', 'cloudwatch:DescribeAlarms'],
    ],
  },
  {
    name: 'AWSIncidentManagerIncidentAccessServiceRolePolicy',
    description: 'What Incident Manager itself looks up for the findings of incidents.',
    allow: [
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackResources',
      'codedeploy:Get*',
      'codedeploy:List*',
    ],
  },
  {
    name: 'AWSIncidentManagerServiceRolePolicy',
    path: '/aws-service-role/',
    description: 'What Incident Manager itself does for incidents.',
    allow: [
      ...['ssm-incidents:ListIncidentRecords', 'ssm-incidents:CreateTimelineEvent', 'ssm:CreateOpsItem'],
      ...['ssm:AssociateOpsItemRelatedItem', 'ssm-contacts:StartEngagement', 'cloudwatch:PutMetricData'],
    ],
  },
  {
    name: 'AmazonSSMAutomationRole',
    path: '/service-role/',
    description:
      'What runbooks usually do: instances, images, stacks, functions, further runbooks, messages to topics.',
    allow: [
      ...['ec2:CreateImage', 'ec2:CopyImage', 'ec2:DeregisterImage', 'ec2:DescribeImages', 'ec2:DeleteSnapshot'],
      ...[
        'ec2:StartInstances',
        'ec2:RunInstances',
        'ec2:StopInstances',
        'ec2:TerminateInstances',
        'ec2:RebootInstances',
      ],
      ...[
        'ec2:DescribeInstances',
        'ec2:DescribeInstanceStatus',
        'ec2:CreateTags',
        'ec2:DeleteTags',
        'ec2:DescribeTags',
      ],
      ...['cloudformation:CreateStack', 'cloudformation:DescribeStackEvents', 'cloudformation:DescribeStacks'],
      ...['cloudformation:UpdateStack', 'cloudformation:DeleteStack', 'lambda:InvokeFunction', 'ssm:*', 'sns:Publish'],
    ],
  },
  { name: 'AmazonSSMFullAccess', description: 'All of Systems Manager.', allow: ['ssm:*'] },
  {
    name: 'AmazonSSMReadOnlyAccess',
    description: 'Reading Systems Manager.',
    allow: ['ssm:Describe*', 'ssm:Get*', 'ssm:List*'],
  },
  { name: 'AmazonSNSFullAccess', description: 'All of topics.', allow: ['sns:*'] },
  { name: 'CloudWatchFullAccess', description: 'All of metrics and alarms.', allow: ['cloudwatch:*'] },
  { name: 'AmazonEventBridgeFullAccess', description: 'All of buses and rules.', allow: ['events:*'] },
  {
    name: 'SecretsManagerReadWrite',
    description: 'All of secrets, their values included.',
    allow: ['secretsmanager:*'],
  },
  { name: 'IAMFullAccess', description: 'All of roles and policies.', allow: ['iam:*'] },
  { name: 'IAMReadOnlyAccess', description: 'Reading roles and policies.', allow: ['iam:Get*', 'iam:List*'] },
  {
    name: 'AmazonEC2FullAccess',
    description: 'All of instances and groups that scale.',
    allow: ['ec2:*', 'autoscaling:*'],
  },
];

/** When this program's texts of them were written. */
const WRITTEN = new Date('2026-11-24T00:00:00.000Z');

function toPolicy({ name, path = '/', description, allow }: Declared): StandingPolicy {
  const arn = `arn:aws:iam::aws:policy${path}${name}`;
  const Statement = [{ Effect: 'Allow', Action: allow, Resource: '*' }];
  return {
    ...{ arn, name, path, description, id: standingId('ANPA', arn) },
    ...{ tags: {}, defaultVersion: 1, createdAt: WRITTEN, updatedAt: WRITTEN },
    document: JSON.stringify({ Version: '2012-10-17', Statement }),
  };
}

/** By ARN. */
export const awsManagedPolicies: readonly StandingPolicy[] = declared
  .map(toPolicy)
  .sort((one, other) => (one.arn < other.arn ? -1 : 1));

const byArn = new Map(awsManagedPolicies.map((policy) => [policy.arn, policy]));

/** One of AWS's own; undefined: there is none of this ARN. */
export const awsManaged = (arn: string): StandingPolicy | undefined => byArn.get(arn);
