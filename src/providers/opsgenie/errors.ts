/** What a status of the alert API means for us. */
interface Meaning {
  advice: string;
  /** However often it is asked, the answer stays (law 3). Everything else somebody can mend. */
  permanent: boolean;
}

const meanings: Readonly<Record<number, Meaning>> = {
  400: { advice: 'it does not understand the request', permanent: true },
  401: { advice: 'the key is not known: put the one of an API integration into the secret', permanent: false },
  402: { advice: 'the account’s plan does not allow it', permanent: false },
  403: { advice: 'the integration may not do this: allow it to create and update alerts', permanent: false },
  404: { advice: 'there is no such alert any more', permanent: true },
  422: { advice: 'it does not understand the request', permanent: true },
  429: { advice: 'it takes no more at the moment', permanent: false },
};

export const meaningOf = (status: number): Meaning =>
  meanings[status] ?? { advice: 'it has trouble of its own', permanent: false };
