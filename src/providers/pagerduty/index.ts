export { createPagerDuty, type PagerDutyOptions } from './pagerduty.ts';
export { isSignedByPagerDuty } from './signature.ts';
