export { createTwilioClient, type TwilioClient, type TwilioOptions } from './client.ts';
export { meaningOf } from './errors.ts';
export { numberFault } from './number.ts';
export { type FormFields, isSigned, twilioSignature } from './signature.ts';
export { keysTwiml, sayTwiml, textTwiml } from './twiml.ts';
