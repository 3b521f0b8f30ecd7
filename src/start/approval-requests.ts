import { asText } from '#domain/documents';
import { type AskApproval, stepExecutionId } from '#domain/runbooks';
import type { Topics } from '#domain/topics';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';

/** Asks approvers by the topic that the step names; without one they look for themselves. A topic that is wrong ends nothing. */
export function approvalRequests(topics: Pick<Topics, 'publish'>, log: Log): AskApproval {
  return async (tx, now, { execution, documentName, requestId }, { path, name, inputs }) => {
    const { NotificationArn: topicArn, Message: message = '', Approvers: approvers = [] } = inputs;
    if (topicArn === undefined) return;
    const text = [
      `Step ${name} of runbook ${documentName} waits for an approval.`,
      ...(message === '' ? [] : ['', asText(message)]),
      ...[
        '',
        `Approvers: ${Array.isArray(approvers) ? approvers.map((one) => asText(one)).join(', ') : asText(approvers)}`,
      ],
      `Execution: ${execution.id}`,
      `Approve: aws ssm send-automation-signal --automation-execution-id ${execution.id} --signal-type Approve`,
      `Reject: aws ssm send-automation-signal --automation-execution-id ${execution.id} --signal-type Reject`,
    ].join('\n');
    const about = { account: execution.account, topicArn: asText(topicArn), requestId };
    const key = `approval ${stepExecutionId(execution.id, path)}`;
    try {
      await topics.publish(tx, now, {
        ...about,
        key,
        subject: `Approval wanted: ${documentName}`.slice(0, 100),
        message: text,
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
      log.warn({ requestId, execution: execution.id, topic: topicArn, reason: error.message }, NOT_ASKED);
    }
  };
}

const NOT_ASKED = 'the approvers of a runbook could not be told by its topic; they can approve all the same';
