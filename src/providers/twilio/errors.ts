/** What a code of Twilio's means for us. */
interface Meaning {
  /** What to do, for whoever reads the timeline. */
  advice: string;
  /** This receiver cannot be reached however often it is tried (law 3). Everything else somebody can mend. */
  permanent: boolean;
  /** `account`: it meets every message; `reach`: only those that go where this one goes. */
  fault?: 'account' | 'reach';
}

const final = (advice: string): Meaning => ({ advice, permanent: true });
const mendable = (advice: string, fault?: 'account' | 'reach'): Meaning => ({
  advice,
  permanent: false,
  ...(fault ? { fault } : {}),
});

const NO_NUMBER = final('the number does not exist or cannot be called: correct the contact channel');
const CREDENTIALS = mendable('check MUSTER_TWILIO_ACCOUNT_SID and MUSTER_TWILIO_AUTH_TOKEN', 'account');
const SUSPENDED = mendable('the Twilio account is suspended or has no funds: look in the Twilio console', 'account');
const FROM = mendable('set MUSTER_TWILIO_FROM to a number of your Twilio account that can do this', 'reach');
const COUNTRY = mendable('allow the country under geographic permissions in the Twilio console', 'reach');

/** By Twilio's published codes, those of answers and those of callbacks. */
const meanings: Readonly<Record<number, Meaning>> = {
  20003: CREDENTIALS,
  20005: SUSPENDED,
  20429: mendable('Twilio takes no more at the moment'),
  13223: NO_NUMBER,
  13224: NO_NUMBER,
  21211: NO_NUMBER,
  21214: NO_NUMBER,
  21215: COUNTRY,
  21217: NO_NUMBER,
  21408: COUNTRY,
  21606: FROM,
  21609: mendable('Twilio cannot reach MUSTER_PUBLIC_URL: set the public https address of this server'),
  21610: final('its owner has replied STOP: they reply START, then activate the channel again'),
  21612: mendable('this number cannot be reached from MUSTER_TWILIO_FROM: set another one', 'reach'),
  21614: final('it is no mobile number: use a voice channel'),
  21659: FROM,
  30002: SUSPENDED,
  30003: mendable('the phone is off or out of reach'),
  30004: mendable('its owner or carrier blocks messages from this number'),
  30005: final('the number is unknown to its carrier: correct the contact channel'),
  30006: final('it is a landline, or its carrier takes no text messages: use a voice channel'),
  30007: mendable('the carrier filtered it: register your sender with Twilio'),
  30008: mendable('the carrier did not say why'),
  30034: mendable('register your sender (A2P 10DLC) with Twilio', 'reach'),
};

const UNKNOWN = mendable('look the code up in the Twilio console');

/** In words what a code means; a code that is not in the table is never final. */
export const meaningOf = (code: number | undefined): Meaning =>
  code === undefined ? UNKNOWN : (meanings[code] ?? UNKNOWN);
