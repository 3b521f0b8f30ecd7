import { type HttpOutside, openHttpOutside } from '../http-outside.ts';
import { type FakeEc2, fakeEc2 } from './ec2.ts';
import { type Answer, type Asked, FakeError, readAsked, writeTold } from './protocols.ts';

export { FakeError } from './protocols.ts';

/**
 * AWS at one address, of the services that runbooks call: each in its own protocol, so that the real SDK clients talk to it. It
 * keeps its own tally of what came.
 */
export interface FakeAws extends HttpOutside {
  readonly came: Asked[];
  readonly ec2: FakeEc2;
  /** `service operation` of all that came, in order. */
  calls(): string[];
  /** How an operation answers from now on: `iam PutUserPolicy`. */
  on(what: string, answer: (asked: Asked) => Answer): void;
  /** Answers the next request so. */
  next(...answers: Answer[]): void;
}

export async function openFakeAws(): Promise<FakeAws> {
  const came: Asked[] = [];
  const answers: Answer[] = [];
  const doors = new Map<string, (asked: Asked) => Answer>();
  const ec2 = fakeEc2();
  const answer = (asked: Asked): Answer => {
    const said = answers.shift() ?? doors.get(`${asked.service} ${asked.operation}`)?.(asked);
    const known = said ?? (asked.service === 'ec2' ? ec2.answer(asked) : undefined);
    return known ?? new FakeError('UnknownOperationException', `the fake has no ${asked.service} ${asked.operation}`);
  };
  const outside = await openHttpOutside({
    refuse: () => undefined,
    take(request, body) {
      const asked = readAsked(request, body);
      came.push(asked);
      return writeTold(asked, answer(asked));
    },
  });
  return Object.assign(outside, {
    came,
    ec2,
    calls: () => came.map(({ service, operation }) => `${service} ${operation}`),
    on: (what: string, how: (asked: Asked) => Answer) => void doors.set(what, how),
    next: (...more: Answer[]) => void answers.push(...more),
  });
}
