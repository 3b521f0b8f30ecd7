import { defineService, type ErrorsSpec } from '../../service.ts';
import { incidents } from './operations-incidents.ts';
import { responsePlans } from './operations-plans.ts';
import { replicationSets } from './operations-replication.ts';
import { policies, tags } from './operations-sharing.ts';
import { timeline } from './operations-timeline.ts';

const errors: ErrorsSpec = {
  message: 'message',
  kinds: {
    notFound: {
      members: ({ details }) => ({ resourceIdentifier: details.resourceId, resourceType: details.resourceType }),
    },
    conflict: {
      members: ({ details }) => ({ resourceIdentifier: details.resourceId, resourceType: details.resourceType }),
    },
    quotaExceeded: {
      members: ({ details }) => ({
        quotaCode: details.quotaCode,
        resourceIdentifier: details.resourceId,
        resourceType: details.resourceType,
        serviceCode: 'ssm-incidents',
      }),
    },
    throttled: { members: ({ details }) => ({ quotaCode: details.quotaCode, serviceCode: 'ssm-incidents' }) },
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
