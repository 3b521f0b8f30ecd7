import type { Shipped } from './index.ts';

/** Resolves one incident: what a rule on an alarm's return to OK may start, or the last step of a repair. */
export const resolveIncident: Shipped = {
  name: 'AWSIncidentManager-ResolveIncident',
  type: 'Automation',
  format: 'YAML',
  at: '2026-11-24T00:00:00Z',
  content: `schemaVersion: '0.3'
description: |-
  Sets an incident to RESOLVED, which stops its engagements.

  It needs ssm-incidents:UpdateIncidentRecord on the incident.
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  IncidentRecordArn:
    type: String
    description: The ARN of the incident to resolve.
    allowedPattern: '^arn:aws[a-z-]*:ssm-incidents::[0-9]{12}:incident-record/[A-Za-z0-9_-]+/[A-Za-z0-9-]+$'
  AutomationAssumeRole:
    type: AWS::IAM::Role::Arn
    description: (Optional) The role that does it. Without one it is done as whoever starts the runbook.
    default: ''
mainSteps:
  - name: ResolveIncident
    action: aws:executeAwsApi
    description: Sets the status of the incident.
    inputs:
      Service: ssm-incidents
      Api: UpdateIncidentRecord
      arn: '{{ IncidentRecordArn }}'
      status: RESOLVED
    isEnd: true
`,
};
