import { parseArn } from '#kernel/arn';

/**
 * Whether an approver, as a document names one, is this principal: a user's name, the ARN of a user or of a role's session, or a role's
 * ARN, which means every session of it.
 */
export function isMeant(approver: string, principal: string): boolean {
  if (approver === principal) return true;
  const [who, by] = [parseArn(approver), parseArn(principal)];
  if (!by) return false;
  const [kind, ...names] = by.resource.split('/');
  if (!who) return kind === 'user' && names.at(-1) === approver;
  const [wanted, ...role] = who.resource.split('/');
  const isSession = kind === 'assumed-role' && wanted === 'role' && who.account === by.account;
  return isSession && role.at(-1) === names[0];
}
