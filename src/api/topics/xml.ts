import { escapeHtml } from '#kernel/text';

/** Answers to machines that follow a link, as AWS gives them. */

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const requestId = (id: string) => `<RequestId>${escapeHtml(id)}</RequestId>`;
const metadata = (id: string) => `<ResponseMetadata>${requestId(id)}</ResponseMetadata>`;
const document = (name: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">${content}</${name}>\n`;

export const confirmedXml = (id: string, arn: string) =>
  document(
    'ConfirmSubscriptionResponse',
    `<ConfirmSubscriptionResult><SubscriptionArn>${escapeHtml(arn)}</SubscriptionArn></ConfirmSubscriptionResult>${metadata(id)}`,
  );

export const endedXml = (id: string) => document('UnsubscribeResponse', metadata(id));

export const refusedXml = (id: string, reason: string) =>
  document(
    'ErrorResponse',
    `<Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>Invalid parameter: Token Reason: ${escapeHtml(reason)}</Message></Error>${requestId(id)}`,
  );
