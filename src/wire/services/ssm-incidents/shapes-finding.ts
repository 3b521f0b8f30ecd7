import { list, required, string, structure, union } from '#kernel/shape';
import { Arn, Timestamp } from './shapes.ts';

/** Deployments near the start of an incident that may have caused it. */

const FindingId = string({ min: 0, max: 128 });
export const FindingIdList = list(FindingId, { min: 0, max: 20 });

const CloudFormationStackUpdate = structure({
  endTime: Timestamp,
  stackArn: required(Arn),
  startTime: required(Timestamp),
});
const CodeDeployDeployment = structure({
  deploymentGroupArn: required(Arn),
  deploymentId: required(string({ min: 0, max: 128 })),
  endTime: Timestamp,
  startTime: required(Timestamp),
});

export const FindingList = list(
  structure({
    creationTime: required(Timestamp),
    details: union({
      cloudFormationStackUpdate: CloudFormationStackUpdate,
      codeDeployDeployment: CodeDeployDeployment,
    }),
    id: required(FindingId),
    lastModifiedTime: required(Timestamp),
  }),
);
export const FindingSummaryList = list(structure({ id: required(FindingId), lastModifiedTime: required(Timestamp) }), {
  min: 0,
  max: 100,
});
export const FindingErrorList = list(
  structure({ code: required(string()), findingId: required(FindingId), message: required(string()) }),
);
