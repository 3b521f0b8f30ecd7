import type { Shipped } from './index.ts';

const common = { type: 'Automation', format: 'YAML', at: '2026-11-24T00:00:00Z' } as const;

const ROLE = `  AutomationAssumeRole:
    type: AWS::IAM::Role::Arn
    description: (Optional) The role that does it. Without one it is done as whoever starts the runbook.
    default: ''
`;

export const scaleAutoScalingGroup: Shipped = {
  ...common,
  name: 'Muster-ScaleAutoScalingGroup',
  content: `schemaVersion: '0.3'
description: |-
  Sets how many instances an Auto Scaling group has, within its own limits, and waits until all are in service.

  It needs autoscaling:SetDesiredCapacity and autoscaling:DescribeAutoScalingGroups.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  AutoScalingGroupName:
    type: String
    description: The group.
  DesiredCapacity:
    type: Integer
    description: How many instances it shall have.
${ROLE}mainSteps:
  - name: Before
    action: aws:executeAwsApi
    description: What it was, for whoever sets it back.
    inputs:
      Service: autoscaling
      Api: DescribeAutoScalingGroups
      AutoScalingGroupNames:
        - '{{ AutoScalingGroupName }}'
    outputs:
      - Name: DesiredCapacity
        Selector: $.AutoScalingGroups[0].DesiredCapacity
        Type: Integer
  - name: Scale
    action: aws:executeAwsApi
    inputs:
      Service: autoscaling
      Api: SetDesiredCapacity
      AutoScalingGroupName: '{{ AutoScalingGroupName }}'
      DesiredCapacity: '{{ DesiredCapacity }}'
      HonorCooldown: false
  - name: IsEmpty
    action: aws:branch
    isEnd: true
    inputs:
      Choices:
        - NextStep: InService
          Variable: '{{ DesiredCapacity }}'
          NumericGreater: 0
  - name: InService
    action: aws:waitForAwsResourceProperty
    timeoutSeconds: 900
    isEnd: true
    inputs:
      Service: autoscaling
      Api: DescribeAutoScalingGroups
      AutoScalingGroupNames:
        - '{{ AutoScalingGroupName }}'
      PropertySelector: $.AutoScalingGroups[0].Instances[*].LifecycleState
      DesiredValues:
        - InService
outputs:
  - Before.DesiredCapacity
`,
};

export const scaleEcsService: Shipped = {
  ...common,
  name: 'Muster-ScaleEcsService',
  content: `schemaVersion: '0.3'
description: |-
  Sets how many tasks an ECS service runs, and waits until so many run.

  It needs ecs:UpdateService and ecs:DescribeServices.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  Cluster:
    type: String
    description: The cluster's name or ARN.
  Service:
    type: String
    description: The service's name or ARN.
  DesiredCount:
    type: Integer
    description: How many tasks it shall run.
${ROLE}mainSteps:
  - name: Before
    action: aws:executeAwsApi
    description: What it was, for whoever sets it back.
    inputs:
      Service: ecs
      Api: DescribeServices
      cluster: '{{ Cluster }}'
      services:
        - '{{ Service }}'
    outputs:
      - Name: DesiredCount
        Selector: $.services[0].desiredCount
        Type: Integer
  - name: Scale
    action: aws:executeAwsApi
    inputs:
      Service: ecs
      Api: UpdateService
      cluster: '{{ Cluster }}'
      service: '{{ Service }}'
      desiredCount: '{{ DesiredCount }}'
  - name: Running
    action: aws:waitForAwsResourceProperty
    timeoutSeconds: 900
    inputs:
      Service: ecs
      Api: DescribeServices
      cluster: '{{ Cluster }}'
      services:
        - '{{ Service }}'
      PropertySelector: $.services[0].runningCount
      DesiredValues:
        - '{{ DesiredCount }}'
outputs:
  - Before.DesiredCount
`,
};

export const rollbackLambdaAlias: Shipped = {
  ...common,
  name: 'Muster-RollbackLambdaAlias',
  content: `schemaVersion: '0.3'
description: |-
  Points an alias of a Lambda function at an earlier version, all of it: weights of other versions go. If somebody changes the
  alias meanwhile, nothing is done.

  It needs lambda:GetAlias and lambda:UpdateAlias.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  FunctionName:
    type: String
    description: The function's name or ARN.
  AliasName:
    type: String
    description: The alias, such as live.
  FunctionVersion:
    type: String
    description: The version that worked.
    allowedPattern: '^[0-9]+$'
${ROLE}mainSteps:
  - name: Before
    action: aws:executeAwsApi
    inputs:
      Service: lambda
      Api: GetAlias
      FunctionName: '{{ FunctionName }}'
      Name: '{{ AliasName }}'
    outputs:
      - Name: FunctionVersion
        Selector: $.FunctionVersion
        Type: String
      - Name: RevisionId
        Selector: $.RevisionId
        Type: String
  - name: RollBack
    action: aws:executeAwsApi
    inputs:
      Service: lambda
      Api: UpdateAlias
      FunctionName: '{{ FunctionName }}'
      Name: '{{ AliasName }}'
      FunctionVersion: '{{ FunctionVersion }}'
      RevisionId: '{{ Before.RevisionId }}'
      RoutingConfig:
        AdditionalVersionWeights: {}
  - name: Verify
    action: aws:assertAwsResourceProperty
    inputs:
      Service: lambda
      Api: GetAlias
      FunctionName: '{{ FunctionName }}'
      Name: '{{ AliasName }}'
      PropertySelector: $.FunctionVersion
      DesiredValues:
        - '{{ FunctionVersion }}'
outputs:
  - Before.FunctionVersion
`,
};

export const flushQueue: Shipped = {
  ...common,
  name: 'Muster-FlushQueue',
  content: `schemaVersion: '0.3'
description: |-
  Throws away every message of an SQS queue. They cannot be had back.

  It needs sqs:PurgeQueue and sqs:GetQueueAttributes.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  QueueUrl:
    type: String
    description: The queue's URL.
    allowedPattern: '^https?://.+/[0-9]{12}/[A-Za-z0-9_.-]+$'
${ROLE}mainSteps:
  - name: Before
    action: aws:executeAwsApi
    description: About how many messages there are.
    inputs:
      Service: sqs
      Api: GetQueueAttributes
      QueueUrl: '{{ QueueUrl }}'
      AttributeNames:
        - ApproximateNumberOfMessages
    outputs:
      - Name: Messages
        Selector: $.Attributes.ApproximateNumberOfMessages
        Type: String
  - name: Flush
    action: aws:executeAwsApi
    inputs:
      Service: sqs
      Api: PurgeQueue
      QueueUrl: '{{ QueueUrl }}'
outputs:
  - Before.Messages
`,
};

export const restartDeployment: Shipped = {
  ...common,
  name: 'Muster-RestartKubernetesDeployment',
  content: `schemaVersion: '0.3'
description: |-
  Asks whatever deploys to your Kubernetes cluster to restart a deployment, by a webhook integration. Muster has no
  access to the cluster: what listens at the webhook does \`kubectl rollout restart\`.

  It needs ssm:GetParameter on the integration's parameter.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  IntegrationName:
    type: String
    description: The webhook integration.
  Namespace:
    type: String
    default: default
    allowedPattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'
  Deployment:
    type: String
    description: The deployment's name.
    allowedPattern: '^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$'
${ROLE}mainSteps:
  - name: Restart
    action: aws:invokeWebhook
    inputs:
      IntegrationName: '{{ IntegrationName }}'
      Body:
        action: restart
        kind: Deployment
        namespace: '{{ Namespace }}'
        name: '{{ Deployment }}'
        execution: '{{ automation:EXECUTION_ID }}'
outputs:
  - Restart.ResponseCode
`,
};
