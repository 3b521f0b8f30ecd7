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
  /** One id from the wire to the page, in the answer, the log, the trail. */
  requestId: string;
}
