import type { FastifyRequest } from 'fastify';
import type { Call } from '#domain/audit';
import { type ContactRef, contactArn } from '#domain/contacts';
import type { PageRow } from '#domain/engagements';
import { arns } from '#kernel/arn';

/** Where an answer came from. */
export interface AnswerFrom {
  requestId: string;
  sourceIp: string;
  userAgent: string;
}

/** An answer without a key, for the trail: whoever holds the link, the number or the mail acts for the person whose it is. */
export function answerCall(
  { requestId, sourceIp, userAgent }: AnswerFrom,
  page: PageRow,
  at: Date,
  by: string,
  eventName = 'AcceptPage',
): Call {
  const { account, region, alias, id } = page;
  const pageArn = arns.page(region, account, alias, id);
  return {
    actor: { account, region, principal: arns.contact(region, account, alias), requestId },
    accessKeyId: '',
    at,
    eventSource: eventName === 'AcceptPage' ? 'ssm-contacts.amazonaws.com' : 'ssm-incidents.amazonaws.com',
    eventName,
    readOnly: false,
    sourceIp,
    userAgent,
    parameters: { pageId: pageArn, ...(eventName === 'AcceptPage' ? { acceptType: 'READ' } : {}), by },
  };
}

export const answerFrom = (request: FastifyRequest): AnswerFrom => ({
  requestId: request.id,
  sourceIp: request.socket.remoteAddress ?? '',
  userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
});
/** The answer to a test page, for the trail: as above, on behalf of the person whose channel it is. */
export function testAnswerCall(
  from: AnswerFrom,
  test: { id: string; contact: ContactRef },
  at: Date,
  by: string,
): Call {
  const { account, region } = test.contact;
  return {
    actor: { account, region, principal: contactArn(test.contact), requestId: from.requestId },
    accessKeyId: '',
    at,
    eventSource: 'muster',
    eventName: 'AnswerTestPage',
    readOnly: false,
    sourceIp: from.sourceIp,
    userAgent: from.userAgent,
    parameters: { testPageId: test.id, by },
  };
}
