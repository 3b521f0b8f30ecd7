import type { Shipped } from './index.ts';

const common = { type: 'Automation', format: 'YAML', at: '2026-11-24T00:00:00Z' } as const;

const ids = (what: string) => `parameters:
  InstanceId:
    type: StringList
    description: The instances to ${what}.
    minItems: 1
    maxItems: 50
  AutomationAssumeRole:
    type: AWS::IAM::Role::Arn
    description: (Optional) The role that does it. Without one it is done as whoever starts the runbook.
    default: ''
`;

/** Stops instances and starts them again: for those that answer nothing any more, and whose disks must stay. */
export const restartInstance: Shipped = {
  ...common,
  name: 'AWS-RestartEC2Instance',
  content: `schemaVersion: '0.3'
description: |-
  Stops EC2 instances and starts them again. Addresses that are not elastic change; data of instance stores are lost.

  It needs ec2:StopInstances, ec2:StartInstances, ec2:DescribeInstances and ec2:DescribeInstanceStatus.
assumeRole: '{{ AutomationAssumeRole }}'
${ids('restart')}mainSteps:
  - name: stopInstances
    action: aws:changeInstanceState
    description: Asks the systems to shut down, and waits.
    timeoutSeconds: 600
    onFailure: Continue
    inputs:
      InstanceIds: '{{ InstanceId }}'
      DesiredState: stopped
  - name: forceStopInstances
    action: aws:changeInstanceState
    description: Takes the power of those that did not; of the others it changes nothing.
    timeoutSeconds: 600
    inputs:
      InstanceIds: '{{ InstanceId }}'
      DesiredState: stopped
      Force: true
  - name: startInstances
    action: aws:changeInstanceState
    description: Starts them, and waits until the checks of the instances and of their hosts have passed.
    inputs:
      InstanceIds: '{{ InstanceId }}'
      DesiredState: running
outputs:
  - startInstances.InstanceStates
`,
};

export const stopInstance: Shipped = {
  ...common,
  name: 'AWS-StopEC2Instance',
  content: `schemaVersion: '0.3'
description: |-
  Stops EC2 instances, first by asking the systems, then by force.

  It needs ec2:StopInstances and ec2:DescribeInstances.
assumeRole: '{{ AutomationAssumeRole }}'
${ids('stop')}mainSteps:
  - name: stopInstances
    action: aws:changeInstanceState
    timeoutSeconds: 600
    onFailure: Continue
    inputs:
      InstanceIds: '{{ InstanceId }}'
      DesiredState: stopped
  - name: forceStopInstances
    action: aws:changeInstanceState
    timeoutSeconds: 600
    inputs:
      InstanceIds: '{{ InstanceId }}'
      DesiredState: stopped
      Force: true
outputs:
  - forceStopInstances.InstanceStates
`,
};

export const startInstance: Shipped = {
  ...common,
  name: 'AWS-StartEC2Instance',
  content: `schemaVersion: '0.3'
description: |-
  Starts EC2 instances, and waits until the checks of the instances and of their hosts have passed.

  It needs ec2:StartInstances, ec2:DescribeInstances and ec2:DescribeInstanceStatus.
assumeRole: '{{ AutomationAssumeRole }}'
${ids('start')}mainSteps:
  - name: startInstances
    action: aws:changeInstanceState
    inputs:
      InstanceIds: '{{ InstanceId }}'
      DesiredState: running
outputs:
  - startInstances.InstanceStates
`,
};

export const createSnapshot: Shipped = {
  ...common,
  name: 'AWS-CreateSnapshot',
  content: `schemaVersion: '0.3'
description: |-
  Takes a snapshot of an EBS volume, and waits until it is whole. What an application has not written yet is not in it.

  It needs ec2:CreateSnapshot and ec2:DescribeSnapshots.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  VolumeId:
    type: AWS::EC2::Volume::Id
    description: The volume.
    allowedPattern: '^vol-[0-9a-z]+$'
  Description:
    type: String
    description: (Optional) What the snapshot is for.
    default: Taken by a runbook of Muster
  AutomationAssumeRole:
    type: AWS::IAM::Role::Arn
    description: (Optional) The role that does it. Without one it is done as whoever starts the runbook.
    default: ''
mainSteps:
  - name: createSnapshot
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: CreateSnapshot
      VolumeId: '{{ VolumeId }}'
      Description: '{{ Description }}'
    outputs:
      - Name: SnapshotId
        Selector: $.SnapshotId
        Type: String
  - name: verifySnapshot
    action: aws:waitForAwsResourceProperty
    timeoutSeconds: 3600
    inputs:
      Service: ec2
      Api: DescribeSnapshots
      SnapshotIds:
        - '{{ createSnapshot.SnapshotId }}'
      PropertySelector: $.Snapshots[0].State
      DesiredValues:
        - completed
outputs:
  - createSnapshot.SnapshotId
`,
};
