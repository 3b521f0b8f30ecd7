import type { AwsSmsEvents } from '#api/aws-sms/door';
import { createOutgoing } from '#providers/outgoing';
import { createSnsVerifier } from '#providers/sns-inbound';
import type { Settings } from '../settings.ts';

const AWS_HOST = /^sns\.[a-z0-9-]{3,32}\.amazonaws\.com(\.cn)?$/;

/** What AWS tells of text messages, where a topic for it is set. */
export function awsSmsEvents({ MUSTER_EUM_EVENTS_TOPIC: topicArn }: Settings): AwsSmsEvents | undefined {
  if (topicArn === undefined) return undefined;
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [] });
  return {
    topicArn,
    // Not Muster's own: whoever may publish to a topic of that name here is not AWS.
    verifier: createSnsVerifier({ outgoing }),
    async confirm(subscribeUrl) {
      const url = new URL(subscribeUrl);
      if (url.protocol !== 'https:' || !AWS_HOST.test(url.hostname))
        throw new Error(`the SubscribeURL is no address of SNS’s: ${url.origin}`);
      const { status } = await outgoing.request({
        method: 'GET',
        url: subscribeUrl,
        maxRedirects: 0,
        maxBytes: 65_536,
      });
      if (status >= 300) throw new Error(`${url.origin} answered ${status} to the confirmation of ${topicArn}`);
    },
  };
}
