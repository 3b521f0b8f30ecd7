import type { Trail } from '#domain/audit';
import { randomId } from '#kernel/ids';
import type { OutsideCall } from '#providers/aws-api';

/** On whose behalf the trail says that a runbook calls. */
const INVOKED_BY = 'ssm.amazonaws.com';

/** Calls of AWS that runbooks make, as the trail has them: with the principal that each was made as. */
export const outsideTrail =
  (trail: Pick<Trail, 'writeSoon'>) =>
  ({ authority, now, service, operation, readOnly, input, error }: OutsideCall): void => {
    const { account, region, principal } = authority;
    trail.writeSoon({
      actor: { account, region, principal, invokedBy: INVOKED_BY, requestId: randomId() },
      ...{ accessKeyId: '', at: now, eventSource: `${service}.amazonaws.com`, eventName: operation, readOnly },
      ...{ sourceIp: INVOKED_BY, userAgent: INVOKED_BY, parameters: input },
      ...(error && { error }),
    });
  };
