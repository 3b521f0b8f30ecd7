/** A policy of IAM's language, read and checked: what is in it can be judged. */
export interface Policy {
  /** The older version has no variables: `${` is itself in it. */
  version: '2008-10-17' | '2012-10-17';
  statements: readonly Statement[];
}

export interface Statement {
  effect: 'Allow' | 'Deny';
  /** In lower case; `not`: all but these. */
  actions: Listed<string>;
  /** Absent in a trust policy: it is about its own role. */
  resources?: Listed<string>;
  /** Of a trust policy only. */
  principals?: Listed<PrincipalPattern>;
  /** All must hold. */
  conditions: readonly Condition[];
}

export interface Listed<T> {
  not: boolean;
  items: readonly T[];
}

/** Whom a trust policy names; `AWS` and `*` is anybody. */
export interface PrincipalPattern {
  kind: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  value: string;
}

export interface Condition {
  operator: Operator;
  /** In lower case: `aws:requestedregion`. */
  key: string;
  /** What the key is compared with: one of them is enough. */
  values: readonly string[];
}

/** `ForAnyValue:StringNotLikeIfExists` taken apart. */
export interface Operator {
  /** Of keys with many values; absent: of one. */
  quantifier?: 'ForAllValues' | 'ForAnyValue';
  test: Test;
  /** StringNotEquals is StringEquals, negated. */
  negated: boolean;
  /** A key that is not there passes. */
  ifExists: boolean;
}

export type Test =
  | 'StringEquals'
  | 'StringEqualsIgnoreCase'
  | 'StringLike'
  | 'NumericEquals'
  | 'NumericLessThan'
  | 'NumericLessThanEquals'
  | 'NumericGreaterThan'
  | 'NumericGreaterThanEquals'
  | 'DateEquals'
  | 'DateLessThan'
  | 'DateLessThanEquals'
  | 'DateGreaterThan'
  | 'DateGreaterThanEquals'
  | 'Bool'
  | 'BinaryEquals'
  | 'IpAddress'
  | 'ArnLike'
  | 'Null';

/** Condition keys in lower case, each with its values; a key that is not known of a call is not there. */
export type Context = Readonly<Record<string, readonly string[]>>;

/** What is asked of a policy. */
export interface Ask {
  /** `ssm-incidents:StartIncident`. */
  action: string;
  /** One ARN, or `*` where the action has none. */
  resource: string;
  context: Context;
}

/** Who asks a trust policy: a caller by all the names that a policy may have for it, or a service. */
export type Asker =
  | { service: string }
  | {
      /** Of a role's session both the session's and the role's; else the user's. */
      arns: readonly string[];
      account: string;
    };

/** What one set of policies says of an ask; a denial wins over everything. */
export type Word = 'allow' | 'deny' | 'nothing';
