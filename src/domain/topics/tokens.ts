import { DAY } from '#kernel/clock';
import { bytesOf, uuidOf } from '#kernel/ids';
import { type Keyring, sameSecret } from '#kernel/seal';

/**
 * With what a subscriber confirms or ends a subscription by a link. They are made of the master key and stored nowhere; one
 * names its subscription, so one of a deleted subscription is worth nothing.
 */
export interface SubscriptionTokens {
  /** Good for two days. */
  confirmation(subscription: string, now: Date): string;
  /** The subscription that a confirmation names; undefined where it is forged or too old. */
  confirmed(token: string, now: Date): string | undefined;
  /** Good as long as the subscription is there. */
  end(subscription: string): string;
  ended(token: string): string | undefined;
}

const LIFETIME_MS = 2 * DAY;
const MAC_BYTES = 24;
const CONFIRM = 'topic-confirmation';
const END = 'topic-unsubscription';

export function subscriptionTokens(keyring: Keyring): SubscriptionTokens {
  const sealed = (purpose: string, content: Buffer) =>
    Buffer.concat([content, keyring.mac(purpose, content).subarray(0, MAC_BYTES)]).toString('hex');
  /** The content of a token that this key made; undefined for any other. */
  const opened = (purpose: string, token: string, length: number): Buffer | undefined => {
    if (!/^[0-9a-f]*$/.test(token) || token.length !== (length + MAC_BYTES) * 2) return undefined;
    const content = Buffer.from(token, 'hex').subarray(0, length);
    return sameSecret(token, sealed(purpose, content)) ? content : undefined;
  };
  return {
    confirmation(subscription, now) {
      const content = Buffer.alloc(22);
      bytesOf(subscription).copy(content);
      content.writeUIntBE(now.getTime(), 16, 6);
      return sealed(CONFIRM, content);
    },
    confirmed(token, now) {
      const content = opened(CONFIRM, token, 22);
      if (!content || now.getTime() - content.readUIntBE(16, 6) > LIFETIME_MS) return undefined;
      return uuidOf(content);
    },
    end: (subscription) => sealed(END, bytesOf(subscription)),
    ended(token) {
      const content = opened(END, token, 16);
      return content && uuidOf(content);
    },
  };
}
