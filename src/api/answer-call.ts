import type { FastifyRequest } from 'fastify';
import type { Call } from '#domain/audit';
import { type ContactRef, contactArn } from '#domain/contacts';
import type { PageRow } from '#domain/engagements';
import { arns } from '#kernel/arn';

/** An answer without a key, for the trail: whoever holds the link or the number acts for the person whose it is. */
export function answerCall(request: FastifyRequest, page: PageRow, at: Date, by: string): Call {
  const { account, region, alias, id } = page;
  const pageArn = arns.page(region, account, alias, id);
  return {
    actor: { account, region, principal: arns.contact(region, account, alias), requestId: request.id },
    accessKeyId: '',
    at,
    eventSource: 'ssm-contacts.amazonaws.com',
    eventName: 'AcceptPage',
    readOnly: false,
    sourceIp: request.socket.remoteAddress ?? '',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
    parameters: { pageId: pageArn, acceptType: 'READ', by },
  };
}

/** The answer to a test page, for the trail: as above, on behalf of the person whose channel it is. */
export function testAnswerCall(
  request: FastifyRequest,
  test: { id: string; contact: ContactRef },
  at: Date,
  by: string,
): Call {
  const { account, region } = test.contact;
  return {
    actor: { account, region, principal: contactArn(test.contact), requestId: request.id },
    accessKeyId: '',
    at,
    eventSource: 'muster',
    eventName: 'AnswerTestPage',
    readOnly: false,
    sourceIp: request.socket.remoteAddress ?? '',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
    parameters: { testPageId: test.id, by },
  };
}
