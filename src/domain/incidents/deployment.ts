import type { BusEvent } from '#domain/events';
import { arns } from '#kernel/arn';

/** The members of a finding's details by which AWS names what happened. */
export type DeploymentKind = 'codeDeployDeployment' | 'cloudFormationStackUpdate';

/** What an event says of a deployment. */
export interface DeploymentNews {
  account: string;
  kind: DeploymentKind;
  /** The deployment group's ARN, or the stack's. */
  arn: string;
  /** CodeDeploy's id. A stack's updates have none: they are told apart by when they began. */
  deploymentId?: string;
  phase: 'began' | 'ended';
  at: Date;
}

/** Longest ARN and deployment id that AWS's model takes. */
const ARN_LENGTH = 1000;
const ID_LENGTH = 128;

/** What `event` says of a deployment; undefined for every other event, and for one that lacks what a finding needs. */
export function deploymentNews(event: BusEvent): DeploymentNews | undefined {
  const news = readers[`${event.source}: ${event.detailType}`]?.(event);
  const fits = news && news.arn.length <= ARN_LENGTH && (news.deploymentId?.length ?? 0) <= ID_LENGTH;
  return fits ? news : undefined;
}

/** By source and detail type, as AWS's services send them. */
const readers: Readonly<Record<string, (event: BusEvent) => DeploymentNews | undefined>> = {
  'aws.codedeploy: CodeDeploy Deployment State-change Notification': codeDeploy,
  'aws.cloudformation: CloudFormation Stack Status Change': cloudFormation,
};

function codeDeploy({ account, region, time, detail }: BusEvent): DeploymentNews | undefined {
  const { application, deploymentGroup, deploymentId, state } = detail;
  if (![application, deploymentGroup, deploymentId, state].every((part) => typeof part === 'string' && part !== ''))
    return undefined;
  const arn = arns.deploymentGroup(region, account, String(application), String(deploymentGroup));
  const phase = ['SUCCESS', 'FAILURE', 'STOP'].includes(String(state)) ? 'ended' : 'began';
  return { account, kind: 'codeDeployDeployment', arn, deploymentId: String(deploymentId), phase, at: time };
}

/** Creations and updates, whatever came of them; a stack that is deleted explains no new version. */
function cloudFormation({ account, time, detail }: BusEvent): DeploymentNews | undefined {
  const stack = detail['stack-id'];
  const status = (detail['status-details'] as { status?: unknown } | undefined)?.status;
  if (typeof stack !== 'string' || !/^arn:aws[a-z-]*:cloudformation:/.test(stack)) return undefined;
  if (typeof status !== 'string' || !/^(CREATE|UPDATE|ROLLBACK|IMPORT)_/.test(status)) return undefined;
  // UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: the new version runs, only the old one is still to go.
  const ended = /_(COMPLETE|FAILED)(_CLEANUP_IN_PROGRESS)?$/.test(status);
  return { account, kind: 'cloudFormationStackUpdate', arn: stack, phase: ended ? 'ended' : 'began', at: time };
}
