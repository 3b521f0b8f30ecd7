/** Amazon Resource Names: how everything is named on the wire (aws-behaviour.md 2.1). */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** All after the fifth colon, colons included. */
  resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

const arn = (service: string, region: string, account: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const arns = {
  replicationSet: (account: string, id: string) => arn('ssm-incidents', '', account, `replication-set/${id}`),
  responsePlan: (account: string, name: string) => arn('ssm-incidents', '', account, `response-plan/${name}`),
  incident: (account: string, plan: string, id: string) =>
    arn('ssm-incidents', '', account, `incident-record/${plan}/${id}`),
  /** By what people call it: not an ARN of AWS's, and never in an answer but to say that there is none. */
  incidentBy: (account: string, name: string) => arn('ssm-incidents', '', account, `incident/${name}`),
  contact: (region: string, account: string, alias: string) => arn('ssm-contacts', region, account, `contact/${alias}`),
  contactChannel: (region: string, account: string, alias: string, id: string) =>
    arn('ssm-contacts', region, account, `contact-channel/${alias}/${id}`),
  engagement: (region: string, account: string, alias: string, id: string) =>
    arn('ssm-contacts', region, account, `engagement/${alias}/${id}`),
  page: (region: string, account: string, alias: string, id: string) =>
    arn('ssm-contacts', region, account, `page/${alias}/${id}`),
  rotation: (region: string, account: string, id: string) => arn('ssm-contacts', region, account, `rotation/${id}`),
  alarm: (region: string, account: string, name: string) => arn('cloudwatch', region, account, `alarm:${name}`),
  bus: (region: string, account: string, name: string) => arn('events', region, account, `event-bus/${name}`),
  rule: (region: string, account: string, bus: string, name: string) =>
    arn('events', region, account, bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`),
  connection: (region: string, account: string, name: string, id: string) =>
    arn('events', region, account, `connection/${name}/${id}`),
  apiDestination: (region: string, account: string, name: string, id: string) =>
    arn('events', region, account, `api-destination/${name}/${id}`),
  deploymentGroup: (region: string, account: string, application: string, group: string) =>
    arn('codedeploy', region, account, `deploymentgroup:${application}/${group}`),
  /** Without `suffix`: as a secret is named whose random end is not known. */
  secret: (region: string, account: string, name: string, suffix?: string) =>
    arn('secretsmanager', region, account, suffix === undefined ? `secret:${name}` : `secret:${name}-${suffix}`),
  topic: (region: string, account: string, name: string) => arn('sns', region, account, name),
  subscription: (region: string, account: string, topic: string, id: string) =>
    arn('sns', region, account, `${topic}:${id}`),
  document: (region: string, account: string, name: string) => arn('ssm', region, account, `document/${name}`),
  parameter: (region: string, account: string, name: string) =>
    arn('ssm', region, account, `parameter/${name.replace(/^\//, '')}`),
  execution: (region: string, account: string, id: string) => arn('ssm', region, account, `automation-execution/${id}`),
  /** As events and policies name a runbook. */
  automationDefinition: (region: string, account: string, name: string, version: string) =>
    arn('ssm', region, account, `automation-definition/${name}:${version}`),
  /** `path` begins and ends with a slash. */
  role: (account: string, path: string, name: string) => arn('iam', '', account, `role${path}${name}`),
  policy: (account: string, path: string, name: string) => arn('iam', '', account, `policy${path}${name}`),
  /** A role's session: without the role's path. */
  assumedRole: (account: string, role: string, session: string) =>
    arn('sts', '', account, `assumed-role/${role}/${session}`),
  user: (account: string, name: string) => arn('iam', '', account, `user/${name}`),
};
