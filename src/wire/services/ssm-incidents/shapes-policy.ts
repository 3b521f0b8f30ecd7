import { required, string, structure } from '#kernel/shape';

/** Policies that share a response plan: IAM policy documents as text. */

export const Policy = string({ min: 0, max: 4000 });
export const PolicyId = string({ min: 0, max: 256 });

export const ResourcePolicy = structure({
  policyDocument: required(Policy),
  policyId: required(PolicyId),
  ramResourceShareRegion: required(string()),
});
