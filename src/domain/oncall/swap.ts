import { fault } from './check.ts';
import type { Rota } from './rota.ts';
import { shiftsBetween } from './shifts.ts';

/** One half of a swap: whose time it is, in which rotation; ARNs. */
export interface SwapSide {
  contact: string;
  rotation: string;
  start: Date;
  end: Date;
}

export type SwapStatus = 'offered' | 'accepted' | 'declined' | 'withdrawn';

/** Two people take each other's time. */
export interface Swap {
  id: string;
  /** `lapsed`: offered, and one of the two times has begun. */
  status: SwapStatus | 'lapsed';
  /** What the one who offers it gives. */
  give: SwapSide;
  /** What they take of the other one. */
  take: SwapSide;
  note?: string;
  createdAt: Date;
  createdBy: string;
  answeredAt?: Date;
  answeredBy?: string;
}

/**
 * Who is on call in the time of a side when `other` stands in for its person: all others of that shift stay. Refuses what
 * is not, or not any more, within one shift of that person, and somebody who is on call then anyway.
 */
export function stoodIn(field: string, { schedule, overrides }: Rota, side: SwapSide, other: string): string[] {
  const [shift] = shiftsBetween(schedule, overrides, side.start, new Date(side.start.getTime() + 1));
  const when = `${side.start.toISOString()} to ${side.end.toISOString()}`;
  if (!shift || shift.start > side.start || shift.end < side.end || !shift.members.includes(side.contact)) {
    const rather = shift ? `the shift there is of ${shift.members.join(' and ') || 'nobody'}` : 'there is no shift';
    throw fault(field, `wanted a time within one shift of ${side.contact}, got ${when}; ${rather}`);
  }
  if (shift.overridden)
    throw fault(field, `an override says already who is on call from ${when}; delete it first, or swap another shift`);
  if (shift.members.includes(other)) throw fault(field, `${other} is on call from ${when} anyway; swap another shift`);
  return shift.members.map((one) => (one === side.contact ? other : one));
}
