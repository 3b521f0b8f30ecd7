import type { ActionFacts } from './actions.ts';

const texts = (...names: string[]) => names.map((name) => ({ name, type: 'text' }) as const);
const lists = (...names: string[]) => names.map((name) => ({ name, type: 'list' }) as const);

/** Actions on machines and their images. */
export const instanceActions: readonly ActionFacts[] = [
  {
    name: 'aws:changeInstanceState',
    inputs: [
      { name: 'InstanceIds', type: 'list', isRequired: true },
      { name: 'DesiredState', type: 'text', isRequired: true, oneOf: ['running', 'stopped', 'terminated'] },
      { name: 'CheckStateOnly', type: 'flag' },
      { name: 'Force', type: 'flag' },
      { name: 'AdditionalInfo', type: 'text' },
    ],
    outputs: ['InstanceStates'],
    defaultTimeoutSeconds: 3600,
    callsAws: true,
  },
  {
    name: 'aws:copyImage',
    inputs: [
      { name: 'SourceRegion', type: 'text', isRequired: true },
      { name: 'SourceImageId', type: 'text', isRequired: true },
      { name: 'ImageName', type: 'text', isRequired: true },
      ...texts('ImageDescription', 'KmsKeyId', 'ClientToken'),
      { name: 'Encrypted', type: 'flag' },
    ],
    outputs: ['ImageId', 'ImageState'],
    isNoCleanUp: true,
    callsAws: true,
  },
  {
    name: 'aws:createImage',
    inputs: [
      { name: 'InstanceId', type: 'text', isRequired: true },
      { name: 'ImageName', type: 'text', isRequired: true },
      ...texts('ImageDescription'),
      { name: 'NoReboot', type: 'flag' },
      ...lists('BlockDeviceMappings'),
    ],
    outputs: ['ImageId', 'ImageState'],
    isNoCleanUp: true,
    callsAws: true,
  },
  {
    name: 'aws:createTags',
    inputs: [
      { name: 'ResourceIds', type: 'list', isRequired: true },
      { name: 'Tags', type: 'list', isRequired: true },
      { name: 'ResourceType', type: 'text', oneOf: ['EC2', 'ManagedInstance', 'MaintenanceWindow', 'Parameter'] },
    ],
    outputs: [],
    isNoCleanUp: true,
    callsAws: true,
  },
  {
    name: 'aws:deleteImage',
    inputs: [{ name: 'ImageId', type: 'text', isRequired: true }],
    outputs: [],
    callsAws: true,
  },
  {
    name: 'aws:runCommand',
    inputs: [
      { name: 'DocumentName', type: 'text', isRequired: true },
      ...lists('InstanceIds', 'Targets'),
      { name: 'Parameters', type: 'map' },
      { name: 'CloudWatchOutputConfig', type: 'map' },
      { name: 'NotificationConfig', type: 'map' },
      ...texts('Comment', 'DocumentHash', 'DocumentHashType', 'OutputS3BucketName', 'OutputS3KeyPrefix'),
      ...texts('ServiceRoleArn', 'DocumentVersion', 'MaxConcurrency', 'MaxErrors'),
      { name: 'TimeoutSeconds', type: 'number' },
    ],
    outputs: ['CommandId', 'Status', 'ResponseCode', 'Output', 'OutputPayload'],
    callsAws: true,
  },
  {
    name: 'aws:runInstances',
    inputs: [
      { name: 'ImageId', type: 'text', isRequired: true },
      ...texts('AdditionalInfo', 'ClientToken', 'IamInstanceProfileArn', 'IamInstanceProfileName', 'InstanceType'),
      ...texts('InstanceInitiatedShutdownBehavior', 'KernelId', 'KeyName', 'PrivateIpAddress', 'RamdiskId'),
      ...texts('SubnetId', 'UserData'),
      ...lists('BlockDeviceMappings', 'NetworkInterfaces', 'SecurityGroupIds', 'SecurityGroups', 'TagSpecifications'),
      { name: 'DisableApiTermination', type: 'flag' },
      { name: 'EbsOptimized', type: 'flag' },
      { name: 'Monitoring', type: 'any' },
      { name: 'Placement', type: 'map' },
      { name: 'MetadataOptions', type: 'map' },
      { name: 'MinInstanceCount', type: 'number' },
      { name: 'MaxInstanceCount', type: 'number' },
    ],
    outputs: ['InstanceIds', 'InstanceStates'],
    isNoCleanUp: true,
    callsAws: true,
  },
];
