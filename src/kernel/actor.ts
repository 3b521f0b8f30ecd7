/** Who does something, and through which call: handed to every room, written into every trail (law 8). */
export interface Actor {
  /** The 12-digit account in which it acts. */
  account: string;
  /** The region of the call; AWS's regional resources belong to it. */
  region: string;
  /** The principal's ARN, e.g. `arn:aws:iam::123456789012:user/admin`, or a service's name for Muster's own acts. */
  principal: string;
  /** The AWS service on whose behalf it happens, e.g. `cloudwatch.amazonaws.com`; absent for people and scripts. */
  invokedBy?: string;
  /** As which role it is done; absent where somebody acts as themselves. */
  session?: RoleSession;
  /** One id from the wire to the page, in the answer, the log, the trail. */
  requestId: string;
}

/** Somebody acts as a role, for a time. */
export interface RoleSession {
  roleArn: string;
  /** Of the role when the session began: one that is made again under its name is another. */
  roleId: string;
  name: string;
  startedAt: Date;
  /** What the session was narrowed to: texts of policies, and ARNs of managed ones. */
  narrowedTo?: { policies: readonly string[]; arns: readonly string[] };
  tags: Readonly<Record<string, string>>;
  /** Who stands behind it, as the first caller of a chain said. */
  sourceIdentity?: string;
}
