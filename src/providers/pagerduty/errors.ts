/** What a status of PagerDuty's means for us. */
interface Meaning {
  advice: string;
  /** However often it is asked, the answer stays (law 3). Everything else somebody can mend. */
  permanent: boolean;
}

const meanings: Readonly<Record<number, Meaning>> = {
  400: { advice: 'correct the service’s id or the secret of the integration', permanent: true },
  401: { advice: 'the token is not known or has been revoked: put a new one into the secret', permanent: false },
  402: { advice: 'the PagerDuty account cannot do this: look at its plan', permanent: false },
  403: { advice: 'the token may not do this: put one of a user who may into the secret', permanent: false },
  404: { advice: 'the service or the incident does not exist there: correct the service’s id', permanent: true },
  429: { advice: 'it takes no more at the moment', permanent: false },
};

export const meaningOf = (status: number): Meaning =>
  meanings[status] ?? { advice: 'PagerDuty has trouble of its own', permanent: false };
