/** How an AWS service is called: as runbooks write it (boto3's name), where its client is, and what policies call it. */
export interface ServiceNames {
  /** As boto3 names its clients: `elbv2`. */
  service: string;
  /** The package of its SDK client. */
  package: string;
  /** Before the colon of an action: `elasticloadbalancing`. */
  actionPrefix: string;
}

/** What stands after `@aws-sdk/client-`, where it is not boto3's own name. */
const PACKAGES: Readonly<Record<string, string>> = {
  'application-autoscaling': 'application-auto-scaling',
  autoscaling: 'auto-scaling',
  'autoscaling-plans': 'auto-scaling-plans',
  ce: 'cost-explorer',
  cloudhsmv2: 'cloudhsm-v2',
  'cognito-idp': 'cognito-identity-provider',
  config: 'config-service',
  cur: 'cost-and-usage-report-service',
  dms: 'database-migration-service',
  ds: 'directory-service',
  elasticbeanstalk: 'elastic-beanstalk',
  elb: 'elastic-load-balancing',
  elbv2: 'elastic-load-balancing-v2',
  es: 'elasticsearch-service',
  events: 'eventbridge',
  globalaccelerator: 'global-accelerator',
  'iot-data': 'iot-data-plane',
  logs: 'cloudwatch-logs',
  opensearchserverless: 'opensearchserverless',
  resourcegroupstaggingapi: 'resource-groups-tagging-api',
  route53: 'route-53',
  route53domains: 'route-53-domains',
  servicecatalog: 'service-catalog',
  stepfunctions: 'sfn',
  storagegateway: 'storage-gateway',
};

/** What policies call a service, where it is not boto3's own name. */
const PREFIXES: Readonly<Record<string, string>> = {
  ce: 'ce',
  efs: 'elasticfilesystem',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  'iot-data': 'iotdata',
  opensearch: 'es',
  opensearchserverless: 'aoss',
  resourcegroupstaggingapi: 'tag',
  sesv2: 'ses',
  stepfunctions: 'states',
};

/** Operations whose permission has another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:HeadBucket': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:CopyObject': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
};

/** The names of a service; undefined where the text cannot be one. */
export function serviceNames(service: string): ServiceNames | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(service) || service.length > 50) return undefined;
  const own = (table: Readonly<Record<string, string>>) => (Object.hasOwn(table, service) ? table[service]! : service);
  return { service, package: `@aws-sdk/client-${own(PACKAGES)}`, actionPrefix: own(PREFIXES) };
}

/** What a policy must allow for an operation. */
export function actionOf({ actionPrefix }: ServiceNames, operation: string): string {
  const plain = `${actionPrefix}:${operation}`;
  return Object.hasOwn(ACTIONS, plain) ? ACTIONS[plain]! : plain;
}
