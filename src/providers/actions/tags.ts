import type { AwsAction } from './aws-action.ts';
import { done, fail } from './step.ts';

const OTHERS = ['ManagedInstance', 'MaintenanceWindow', 'Parameter'];

/** Tags on what EC2 has, or Systems Manager. */
export const createTags: AwsAction = {
  name: 'aws:createTags',
  async run({ inputs, ask }) {
    const ResourceType = inputs.optional('ResourceType') ?? 'EC2';
    const ids = inputs.texts('ResourceIds');
    const Tags = inputs.list('Tags');
    if (ResourceType === 'EC2') {
      return done(await ask({ service: 'ec2', operation: 'CreateTags', input: { Resources: ids, Tags } }));
    }
    if (!OTHERS.includes(ResourceType)) {
      throw fail('Action', 'InputValidation', `The input ResourceType must be EC2, ${OTHERS.join(', ')}.`);
    }
    for (const ResourceId of ids) {
      await ask({ service: 'ssm', operation: 'AddTagsToResource', input: { ResourceType, ResourceId, Tags } });
    }
    return done({});
  },
};
