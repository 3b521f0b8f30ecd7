import type { Refusal } from '#kernel/refusal';
import { defineService, type ErrorsSpec } from '../../service.ts';
import { incidents } from './operations-incidents.ts';
import { responsePlans } from './operations-plans.ts';
import { replicationSets } from './operations-replication.ts';
import { policies, tags } from './operations-sharing.ts';
import { timeline } from './operations-timeline.ts';

const resource = ({ details }: Refusal) => ({
  resourceIdentifier: details.resourceId,
  resourceType: details.resourceType,
});
/** Required by the model; what has no code of its own is told all the same. */
const quota = ({ details }: Refusal) => ({ quotaCode: details.quotaCode ?? 'OTHER', serviceCode: 'ssm-incidents' });

const errors: ErrorsSpec = {
  message: 'message',
  kinds: {
    notFound: { members: resource },
    conflict: {
      // Not before this instant; where no time mends it, whoever has taken away what is in the way may ask again at once.
      members: (refusal, now) => ({
        ...resource(refusal),
        retryAfter: (now.getTime() + (refusal.details.retryAfter ?? 0) * 1_000) / 1_000,
      }),
    },
    quotaExceeded: { members: (refusal) => ({ ...resource(refusal), ...quota(refusal) }) },
    throttled: { members: quota },
  },
};

export const ssmIncidents = defineService({
  signingName: 'ssm-incidents',
  serviceName: 'ssm-incidents',
  protocols: ['restJson1'],
  apiVersion: '2018-05-10',
  errors,
  operations: { ...replicationSets, ...responsePlans, ...incidents, ...timeline, ...policies, ...tags },
});
