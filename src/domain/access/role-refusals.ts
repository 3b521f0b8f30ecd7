import { Refusal } from '#kernel/refusal';

/** What is refused of roles and policies, in IAM's words where these say enough. */

export function noRole(name: string): Refusal {
  return new Refusal('notFound', `The role with name ${name} cannot be found.`, about('ROLE', name));
}

export function noRolePolicy(role: string, name: string): Refusal {
  return new Refusal('notFound', `The role ${role} has no policy with name ${name}.`, about('ROLE_POLICY', name));
}

export function noPolicy(arn: string): Refusal {
  return new Refusal('notFound', `Policy ${arn} was not found.`, about('POLICY', arn));
}

export function noVersion(arn: string, version: string): Refusal {
  const message = `Policy ${arn} version ${version} does not exist or is not attachable.`;
  return new Refusal('notFound', message, about('POLICY', arn));
}

export function notAttached(arn: string, role: string): Refusal {
  return new Refusal('notFound', `Policy ${arn} was not found attached to the role ${role}.`, about('POLICY', arn));
}

export function taken(type: 'Role' | 'policy', name: string): Refusal {
  const message =
    type === 'Role'
      ? `Role with name ${name} already exists.`
      : `A policy called ${name} already exists. Duplicate names are not allowed.`;
  return new Refusal('conflict', message, about(type.toUpperCase(), name));
}

/** Something stands in the way of a deletion. */
export function inUse(message: string): Refusal {
  return new Refusal('conflict', message, { code: 'DeleteConflictException' });
}

export function malformed(fault: string): Refusal {
  return new Refusal('validation', `MalformedPolicyDocument: ${fault}.`, { code: 'MalformedPolicyDocumentException' });
}

export function badInput(message: string): Refusal {
  return new Refusal('validation', message, { code: 'InvalidInputException' });
}

export function tooMuch(what: string, limit: number): Refusal {
  return new Refusal('quotaExceeded', `Cannot exceed quota for ${what}: ${limit}`);
}

const about = (resourceType: string, resourceId: string) => ({ resourceType, resourceId });
