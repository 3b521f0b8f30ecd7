import type { Shipped } from './index.ts';

const common = { type: 'Automation', format: 'YAML', at: '2026-11-24T00:00:00Z' } as const;

const ROLE = `  AutomationAssumeRole:
    type: AWS::IAM::Role::Arn
    description: (Optional) The role that does it. Without one it is done as whoever starts the runbook.
    default: ''
`;

/** Somebody's keys are in the wrong hands: from now on they may do nothing. */
export const isolateUser: Shipped = {
  ...common,
  name: 'Muster-IsolateIamUser',
  content: `schemaVersion: '0.3'
description: |-
  Forbids an IAM user everything, by an inline policy: at once, for all of its keys and its password. Nothing is deleted, so what
  happened can still be seen. To let the user in again, delete the policy Muster-Isolated.

  Sessions of roles that the user has taken go on until they end.

  It needs iam:PutUserPolicy, iam:GetUserPolicy and iam:ListAccessKeys on the user.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  UserName:
    type: String
    description: The user's name.
    allowedPattern: '^[A-Za-z0-9+=,.@_-]{1,64}$'
${ROLE}mainSteps:
  - name: Isolate
    action: aws:executeAwsApi
    maxAttempts: 3
    inputs:
      Service: iam
      Api: PutUserPolicy
      UserName: '{{ UserName }}'
      PolicyName: Muster-Isolated
      PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Sid":"Isolated","Effect":"Deny","Action":"*","Resource":"*"}]}'
  - name: Verify
    action: aws:assertAwsResourceProperty
    maxAttempts: 3
    inputs:
      Service: iam
      Api: GetUserPolicy
      UserName: '{{ UserName }}'
      PolicyName: Muster-Isolated
      PropertySelector: $.PolicyName
      DesiredValues:
        - Muster-Isolated
  - name: Keys
    action: aws:executeAwsApi
    description: Which keys the user has, for whoever looks into it.
    onFailure: Continue
    inputs:
      Service: iam
      Api: ListAccessKeys
      UserName: '{{ UserName }}'
    outputs:
      - Name: AccessKeyIds
        Selector: $.AccessKeyMetadata[*].AccessKeyId
        Type: StringList
outputs:
  - Keys.AccessKeyIds
`,
};

/** What a host is doing, before it is restarted and nobody can tell any more. */
export const captureDiagnostics: Shipped = {
  ...common,
  name: 'Muster-CaptureDiagnostics',
  content: `schemaVersion: '0.3'
description: |-
  Runs commands on a host that show what it is doing, and keeps what they say: with the execution in Muster, and in an S3
  bucket if one is named. The host is an EC2 instance with the SSM agent, or one of Muster's own inventory.

  It needs ssm:SendCommand, ssm:ListCommands and ssm:ListCommandInvocations for instances, and s3:PutObject for a bucket.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  InstanceId:
    type: String
    description: The instance's id, or the host's name.
  Bucket:
    type: String
    description: (Optional) The bucket in which the output is kept, too.
    default: ''
  Commands:
    type: StringList
    description: (Optional) What is run.
    default:
      - uptime
      - df -h
      - free -m
      - ps aux --sort=-%cpu | head -n 25
      - ss -s
      - dmesg 2>/dev/null | tail -n 50
${ROLE}mainSteps:
  - name: Capture
    action: aws:runCommand
    timeoutSeconds: 300
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - '{{ InstanceId }}'
      Parameters:
        commands: '{{ Commands }}'
        executionTimeout: '120'
  - name: HasBucket
    action: aws:branch
    isEnd: true
    inputs:
      Choices:
        - NextStep: Keep
          Not:
            Variable: '{{ Bucket }}'
            StringEquals: ''
  - name: Keep
    action: aws:executeAwsApi
    isEnd: true
    inputs:
      Service: s3
      Api: PutObject
      Bucket: '{{ Bucket }}'
      Key: muster-diagnostics/{{ InstanceId }}/{{ automation:EXECUTION_ID }}.txt
      Body: '{{ Capture.Output }}'
      ContentType: text/plain; charset=utf-8
outputs:
  - Capture.Output
`,
};
