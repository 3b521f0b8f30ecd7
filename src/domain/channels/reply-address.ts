/** The addresses that mails are answered to: one for each message, with its token in the local part. */

const TOKEN = '{token}';
/** A local part has 64 characters at most, a token 45. */
export const REPLY_TO = {
  pattern: /^[A-Za-z0-9_+=-]{0,19}\{token\}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/,
  want: 'an address with {token} before its @ and at most 19 letters, digits and + = _ - before that, such as replies+{token}@example.org',
};

export interface ReplyAddresses {
  /** The address for a message's token. */
  of(token: string): string;
  /** What stands in the token's place of an address, in small letters; undefined for any other address. */
  tokenIn(address: string): string | undefined;
}

/** `template` is of the form `REPLY_TO`. */
export function replyAddresses(template: string): ReplyAddresses {
  const [before = '', behind = ''] = template.toLowerCase().split(TOKEN);
  return {
    of: (token) => template.replace(TOKEN, token),
    tokenIn(address) {
      const small = address.toLowerCase();
      if (!small.startsWith(before) || !small.endsWith(behind)) return undefined;
      const token = small.slice(before.length, small.length - behind.length);
      return /^[a-z0-9]{1,64}$/.test(token) ? token : undefined;
    },
  };
}
