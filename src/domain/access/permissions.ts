import type { RoleSession } from '#kernel/actor';
import type { Queries } from '#storage/db';

/** Who asks to do what, on what. */
export interface PermissionRequest {
  account: string;
  /** Of a role's session `arn:aws:sts::…:assumed-role/NAME/SESSION`, else the caller's ARN. */
  principal: string;
  /** The role whose policies count; absent for callers that are no role's session. */
  roleArn?: string;
  /** The session that a caller brought, where there is one: it may be narrower than its role. */
  session?: RoleSession;
  /** As IAM names it: `ssm-incidents:UpdateIncidentRecord`. */
  action: string;
  /** ARNs, or `*` where the action has none. Each must be allowed. */
  resources: readonly string[];
  /** Condition keys in AWS's names, lower case: `aws:requestedregion`. Those of the principal are added. */
  context?: Readonly<Record<string, readonly string[]>>;
}

export type Verdict =
  | { allowed: true }
  /** `message`: AWS's words: who, what, on what, because of which kind of policy. */
  | {
      allowed: false;
      message: string;
      /** A statement denies it: nothing else can allow it. */
      isExplicit?: true;
    };

/** What the policies of this moment allow. */
export interface Permissions {
  judge(on: Queries, request: PermissionRequest): Promise<Verdict>;
}

export interface ActingRefused {
  /** In plain words: what is wrong, and what to do. */
  refused: string;
  why: 'no role' | 'no trust';
}

/** Whether a service may act as a role. */
export interface Roles {
  /**
   * The session of a role for one of Muster's own services (`ssm.amazonaws.com`, `ssm-incidents.amazonaws.com`). Refused in plain
   * words where the role is not known here, or does not trust the service.
   */
  actAs(
    on: Queries,
    of: { account: string; roleArn: string; service: string; sessionName: string },
  ): Promise<{ principal: string } | ActingRefused>;
}
