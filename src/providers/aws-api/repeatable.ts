/** Verbs of operations that change nothing. */
const READING =
  /^(Get|Describe|List|Head|BatchGet|BatchDescribe|Search|Lookup|Query|Scan|Filter|Simulate|Preview|Estimate|Validate)(?=[A-Z]|$)/;

/** Operations that set a state, whatever it was: made twice they come to the same. */
const SETTING: ReadonlySet<string> = new Set([
  'autoscaling:SetDesiredCapacity',
  'autoscaling:UpdateAutoScalingGroup',
  'cloudformation:DeleteStack',
  'ec2:CreateTags',
  'ec2:DeleteTags',
  'ec2:DeregisterImage',
  'ec2:StartInstances',
  'ec2:StopInstances',
  'ec2:TerminateInstances',
  'ecs:UpdateService',
  'iam:AttachUserPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:UpdateAccessKey',
  'lambda:UpdateAlias',
  's3:PutObject',
  'sqs:PurgeQueue',
  'ssm:AddTagsToResource',
]);

/** By its name alone: it changes nothing, or the same twice over is the same as once. */
export const mayRepeat = (service: string, operation: string): boolean =>
  changesNothing(operation) || SETTING.has(`${service}:${operation}`);

export const changesNothing = (operation: string): boolean => READING.test(operation);
